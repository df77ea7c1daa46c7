// The group of an address: what one owner is likely to hold whole, so that slots can be spread over owners.
// After Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015.
import { isIP } from 'node:net';
import { hostOf, type Address } from './address.ts';
import { isLocal } from './ranges.ts';

/** The first two 16-bit words of an IPv6 literal, with `::` spelt out as far as that. */
const firstWords = (host: string): string => {
  const [head = ''] = host.split('::');
  const words = head === '' ? [] : head.split(':');
  return [words[0] ?? '0', words[1] ?? '0'].join(':');
};

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
  return version === 4 ? host.slice(0, host.indexOf('.', host.indexOf('.') + 1)) : firstWords(host);
};
