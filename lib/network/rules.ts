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
  /** In all. */
  readonly all: number;
}

export const QUOTAS: Quotas = {
  narrow: 8,
  wide: 64,
  /** A quarter: nodes that cannot be dialled cannot crowd out those that can. */
  nowhere: 4_096,
  /** Flat whole maps are comfortable to 10,000 nodes; past this ceiling a network needs areas. */
  all: 16_384,
};

export interface Rules {
  readonly network: string;
  /** What stands for the name in heads. */
  readonly net: number;
  readonly quotas: Quotas;
  /** Whether quotas hold for loopback and private ranges as well; without, those count only against `all`. */
  readonly localQuotas: boolean;
  /**
   * Whether the record's `cert` is good: then it goes before all others where there is no room for all. A function of
   * the record alone, the same on all nodes; it is asked for every record that is heard.
   */
  readonly certified: (record: NetRecord) => boolean;
}

/** One function for all, so that two states made alike are alike. */
const nobody = (): boolean => false;

/**
 * @example rulesOf('town') // a network in the open
 * @example rulesOf('devnet', { localQuotas: false }) // more than eight nodes on one machine
 */
export const rulesOf = (network: string, rules: Partial<Omit<Rules, 'network' | 'net'>> = {}): Rules =>
  ({ quotas: QUOTAS, localQuotas: true, certified: nobody, ...rules, network, net: netOf(network) });
