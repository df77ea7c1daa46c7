// Which other hosts may stand for a host so that nothing a node decides by changes: inside or outside of somebody's
// walls, and in one group with the same others.
import { isIP } from 'node:net';
import { parseAddress } from '../address.ts';
import { groupOf } from '../group.ts';
import { isLocal, isWildcard } from '../ranges.ts';

/** Hosts of one realm get pseudonyms of one kind; `make` turns chance into one. */
export interface HostRealm {
  readonly name: string;
  readonly make: (chance: Buffer) => string;
}

/** The private ranges of IPv4, by how they begin, and how many octets of an address that leaves. */
const PRIVATE_V4: readonly (readonly [test: RegExp, begin: string, octets: number])[] = [
  [/^127\./, '127', 3],
  [/^10\./, '10', 3],
  [/^172\./, '172.16', 2],
  [/^192\.168\./, '192.168', 2],
  [/^169\.254\./, '169.254', 2],
  [/^100\./, '100.64', 2],
];

const octets = (chance: Buffer, count: number): string => [...chance.subarray(0, count)].join('.');

const words = (chance: Buffer, count: number): string =>
  Array.from({ length: count }, (_, at) => chance.readUInt16BE(2 * at).toString(16)).join(':');

const canonicalV6 = (literal: string): string => parseAddress(`[${literal}]:1`).host;

const v4 = (host: string, groupFor: (group: string) => string): HostRealm => {
  const group = groupOf(`${host}:1`);
  if (group !== undefined) return { name: `4/${group}`, make: (chance) => `${groupFor(group)}.${octets(chance, 2)}` };
  const [, begin, count] = PRIVATE_V4.find(([test]) => test.test(host)) ?? [/^/, '10', 3];
  return { name: `4/${begin}`, make: (chance) => `${begin}.${octets(chance, count)}` };
};

const v6 = (host: string, groupFor: (group: string) => string): HostRealm => {
  const group = groupOf(`[${host}]:1`);
  if (group !== undefined) {
    return { name: `6/${group}`, make: (chance) => canonicalV6(`${groupFor(group)}:${words(chance, 6)}`) };
  }
  const begin = /^fe[89ab]/i.test(host) ? 'fe80:0:0:0' : 'fd00:0:0:0';
  return { name: `6/${begin}`, make: (chance) => canonicalV6(`${begin}:${words(chance, 4)}`) };
};

/** RFC 2606: nobody has a name there. */
const NAME_TLD = 'example';
const NAME_CHARS = 12;

const named: HostRealm = {
  name: 'name',
  make: (chance) => `${chance.toString('hex').slice(0, NAME_CHARS)}.${NAME_TLD}`,
};

/** What says nothing of anybody, and what there is but one of. */
const isNobodys = (host: string): boolean => isWildcard(host) || host === '::1' || host === 'localhost';

/**
 * @param groupFor the group that stands for a group of addresses
 * @returns `undefined` for a host that may stay as it is
 */
export const hostRealm = (host: string, groupFor: (group: string) => string): HostRealm | undefined => {
  if (isNobodys(host)) return undefined;
  const version = isIP(host);
  if (version === 0) return named;
  return version === 4 ? v4(host, groupFor) : v6(withoutZone(host), groupFor);
};

/** The zone is the name of somebody's network interface. */
const withoutZone = (host: string): string => host.replace(/%.*$/, '');

/** What is public must stay public: a node counts it by its group. */
export const isPublic = (host: string): boolean => isIP(host) !== 0 && !isLocal(withoutZone(host));

/**
 * A group for a group. There are three documentation ranges of IPv4, in three groups: too few, so these are of
 * 240.0.0.0/4, which RFC 1112 reserves and nobody routes. IPv6 has 3fff::/20 for documentation, RFC 9637: 4,096 groups.
 */
export const makeGroup = (group: string, chance: Buffer): string =>
  group.includes('.')
    ? `${240 + ((chance[0] ?? 0) & 15)}.${chance[1] ?? 0}`
    : `3fff:${(chance.readUInt16BE(0) & 0xfff).toString(16)}`;
