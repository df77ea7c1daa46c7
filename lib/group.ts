// The group of an address: what one owner is likely to hold whole, so that slots can be spread over owners.
// After Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015.
import { isIP } from 'node:net';
import { hostOf, type Address } from './address.ts';
import { isLocal } from './ranges.ts';

/** The first 16-bit words of an IPv6 literal, with `::` spelt out as far as that. */
const firstWords = (host: string, count: number): string => {
  const [head = ''] = host.split('::');
  const words = head === '' ? [] : head.split(':');
  return Array.from({ length: count }, (_, at) => words[at] ?? '0').join(':');
};

const WIDE_WORDS = 2;
const NARROW_WORDS = 3;

/**
 * The /16 of an IPv4 address or the /32 of an IPv6 address.
 *
 * @returns `undefined` for loopback and private ranges, which are one owner's anyhow, and for names.
 * @example groupOf('203.0.113.9:7000') // '203.0'
 */
export const groupOf = (address: Address): string | undefined => {
  const host = hostOf(address);
  const version = isIP(host);
  if (version === 0 || isLocal(host)) return undefined;
  return version === 4 ? host.slice(0, host.indexOf('.', host.indexOf('.') + 1)) : firstWords(host, WIDE_WORDS);
};

/**
 * The /24 of an IPv4 address or the /48 of an IPv6 address: what a single customer is given.
 *
 * @returns `undefined` as `groupOf` does
 * @example narrowGroupOf('203.0.113.9:7000') // '203.0.113'
 */
export const narrowGroupOf = (address: Address): string | undefined => {
  const host = hostOf(address);
  const version = isIP(host);
  if (version === 0 || isLocal(host)) return undefined;
  return version === 4 ? host.slice(0, host.lastIndexOf('.')) : firstWords(host, NARROW_WORDS);
};
