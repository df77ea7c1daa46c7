// What all nodes of a network must agree on before they can agree on its map.
import { netOf } from './ids.ts';
import type { NetRecord } from './record.ts';

/** How many records may claim to be of one place: many of one owner's addresses are worth few of many owners'. */
export interface Quotas {
  /** Of one IPv4 /24 or IPv6 /48. */
  readonly narrow: number;
  /** Of one IPv4 /16 or IPv6 /32. */
  readonly wide: number;
  /** Without an address. */
  readonly nowhere: number;
  /** At loopback and private addresses, which are in no group. */
  readonly local: number;
  /** In all. */
  readonly all: number;
}

export const QUOTAS: Quotas = {
  narrow: 8,
  wide: 64,
  /** A quarter: nodes that cannot be dialled cannot crowd out those that can. */
  nowhere: 4_096,
  /** Half: a network in one house has room for thousands, and whoever claims to be in one leaves room for the others. */
  local: 8_192,
  /** Flat whole maps are comfortable to 10,000 nodes; past this ceiling a network needs areas. */
  all: 16_384,
};

export interface Rules {
  readonly network: string;
  /** What stands for the name in heads. */
  readonly net: number;
  readonly quotas: Quotas;
  /**
   * Whether the record's `cert` is good: then it goes before all others where there is no room for all. A function of
   * the record alone, the same on all nodes; it is asked for every record that is heard.
   */
  readonly certified: (record: NetRecord) => boolean;
}

/** One function for all, so that two states made alike are alike. */
const nobody = (): boolean => false;

/**
 * The quotas hold everywhere, and are a function of the record alone: public addresses count by their groups, local ones
 * all together. Were they off on nodes that are at local addresses themselves, two neighbours could keep different
 * records of the same ones, and their maps would never be equal.
 *
 * @example rulesOf('town')
 */
export const rulesOf = (network: string, rules: Partial<Omit<Rules, 'network' | 'net'>> = {}): Rules =>
  ({ quotas: QUOTAS, certified: nobody, ...rules, network, net: netOf(network) });
