// The group of an address: what one owner is likely to hold whole, so that slots can be spread over owners.
// After Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015.
import { isIP } from 'node:net';
import { hostOf, type Address } from './address.ts';
import { Latest } from './latest.ts';
import { isLocal } from './ranges.ts';

/** The first 16-bit words of an IPv6 literal, with `::` spelt out as far as that. */
const firstWords = (host: string, count: number): string => {
  const [head = ''] = host.split('::');
  const words = head === '' ? [] : head.split(':');
  return Array.from({ length: count }, (_, at) => words[at] ?? '0').join(':');
};

const WIDE_WORDS = 2;
const NARROW_WORDS = 3;

interface Groups {
  readonly wide: string;
  readonly narrow: string;
}

const computed = (host: string): Groups | 'none' => {
  const version = isIP(host);
  if (version === 0 || isLocal(host)) return 'none';
  if (version === 6) return { wide: firstWords(host, WIDE_WORDS), narrow: firstWords(host, NARROW_WORDS) };
  const end = host.indexOf('.', host.indexOf('.') + 1);
  return { wide: host.slice(0, end), narrow: host.slice(0, host.lastIndexOf('.')) };
};

/** As many hosts as a network has nodes; what others make up goes as it came. */
const HOSTS_MAX = 16_384;
const groups = new Latest<string, Groups | 'none'>(HOSTS_MAX);

/** Asked for with every connection and every candidate for one: computed once for each host. */
const groupsOf = (host: string): Groups | 'none' => {
  const known = groups.get(host);
  if (known !== undefined) return known;
  const found = computed(host);
  groups.set(host, found);
  return found;
};

/**
 * The /16 of an IPv4 address or the /32 of an IPv6 address.
 *
 * @returns `undefined` for loopback and private ranges, which are one owner's anyhow, and for names.
 * @example groupOf('203.0.113.9:7000') // '203.0'
 */
export const groupOf = (address: Address): string | undefined => {
  const found = groupsOf(hostOf(address));
  return found === 'none' ? undefined : found.wide;
};

/**
 * The /24 of an IPv4 address or the /48 of an IPv6 address: what a single customer is given.
 *
 * @returns `undefined` as `groupOf` does
 * @example narrowGroupOf('203.0.113.9:7000') // '203.0.113'
 */
export const narrowGroupOf = (address: Address): string | undefined => {
  const found = groupsOf(hostOf(address));
  return found === 'none' ? undefined : found.narrow;
};
