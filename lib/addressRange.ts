// Which kind of range an IP address is in, as far as it is none of the open internet.
//
// IANA's special-purpose registries: RFC 6890 and what updates it. The ranges for documentation are let pass: nobody is
// behind them.
import { BlockList, isIP } from 'node:net';

/** Where an address can be reached from: only from the same machine, the same network, or by nobody as one node. */
export type RangeKind = 'loopback' | 'private' | 'link-local' | 'shared' | 'multicast' | 'reserved';

interface Range {
  readonly name: string;
  readonly kind: RangeKind;
}

type Subnet = readonly [network: string, bits: number, kind: RangeKind];

const V4: readonly Subnet[] = [
  ['0.0.0.0', 8, 'reserved'], ['10.0.0.0', 8, 'private'], ['100.64.0.0', 10, 'shared'], ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'], ['172.16.0.0', 12, 'private'], ['192.0.0.0', 24, 'reserved'],
  ['192.88.99.0', 24, 'reserved'], ['192.168.0.0', 16, 'private'], ['198.18.0.0', 15, 'reserved'],
  ['224.0.0.0', 4, 'multicast'], ['240.0.0.0', 4, 'reserved'],
];

/** The last three hold IPv4 addresses in other clothes: what is inside them would pass every list of ranges. */
const V6: readonly Subnet[] = [
  ['::1', 128, 'loopback'], ['fc00::', 7, 'private'], ['fe80::', 10, 'link-local'], ['ff00::', 8, 'multicast'],
  ['100::', 64, 'reserved'], ['::', 96, 'reserved'], ['64:ff9b::', 96, 'reserved'], ['2001::', 32, 'reserved'],
  ['2002::', 16, 'reserved'],
];

const number = (host: string): number =>
  host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** By hand: it is asked of every address there is, at every look around. */
const v4 = V4.map(([network, bits, kind]) =>
  ({ from: number(network), size: 2 ** (32 - bits), name: `${network}/${bits}`, kind }));

const v6 = V6.map(([network, bits, kind]) => {
  const list = new BlockList();
  list.addSubnet(network, bits, 'ipv6');
  return { list, name: `${network}/${bits}`, kind };
});

/**
 * The range of an IP literal that is none of the open internet.
 *
 * @returns `undefined` for public addresses, and for names
 * @example rangeOf('192.168.1.4') // { name: '192.168.0.0/16', kind: 'private' }
 */
export const rangeOf = (host: string): Range | undefined => {
  const version = isIP(host);
  if (version === 4) {
    const value = number(host);
    return v4.find(({ from, size }) => value >= from && value < from + size);
  }
  const zone = host.indexOf('%');
  return version === 6
    ? v6.find(({ list }) => list.check(zone < 0 ? host : host.slice(0, zone), 'ipv6'))
    : undefined;
};
