// Packets of multicast DNS, as anybody on the local network may send them.
import { createRequire } from 'node:module';
import { announcement, farewell, isAsked, neighboursIn, question } from '../../../lib/sources/localService.ts';
import type { DnsPacket } from '../../../lib/sources/multicast.ts';
import { isPlausible } from '../../../lib/sources/plausible.ts';
import { nodeIdFrom } from '../../../lib/testing/nodeIdFrom.ts';
import { binary, type Target } from '../target.ts';

/** What multicast-dns reads packets with. What it throws is told as a warning there, and is nobody's packet. */
const { decode, encode } = createRequire(import.meta.url)('dns-packet') as {
  readonly decode: (bytes: Buffer) => DnsPacket;
  readonly encode: (packet: DnsPacket) => Buffer;
};

const own = { node: nodeIdFrom('own'), network: 'town', port: 7_000 };
const other = { ...own, node: nodeIdFrom('other') };

/** As many records as 64 KiB hold, all of one node: each SRV has to find its TXT. */
const crowd = (): DnsPacket => {
  const { additionals: [srv, txt] = [] } = announcement({ ...other, network: 'elsewhere' }, []);
  return { type: 'response', answers: Array.from({ length: 800 }, (_, at) => (at % 2 === 0 ? srv : txt)).flatMap(
    (record) => record ?? []) };
};

const read = (bytes: Uint8Array): DnsPacket | undefined => {
  try {
    return decode(Buffer.from(bytes));
  } catch {
    return undefined;
  }
};

const neighbours = binary('neighbours', {
  decode: (bytes) => {
    const packet = isPlausible(bytes) ? read(bytes) : undefined;
    if (packet === undefined) return 'unreadable';
    return { isAsked: isAsked(packet, own.node), found: neighboursIn({ packet, host: '192.0.2.7' }, own) };
  },
  errors: [], short: 100,
  seeds: () => [question, announcement(other, ['192.0.2.7']), announcement(own, []), farewell(other), crowd()]
    .map((packet) => encode(packet)),
});

export const NEIGHBOUR_TARGETS: readonly Target[] = [neighbours];
