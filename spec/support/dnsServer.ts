// A DNS server on loopback, over UDP, that knows a handful of names: RFC 1035, just as much as a resolver asks of it.
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface Service {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** What is known of each name, in lower case; a name that is not here does not exist. May be changed meanwhile. */
export type Zone = Map<string, { readonly hosts?: readonly string[]; readonly services?: readonly Service[] }>;

export interface DnsServer {
  /** For `Resolver.setServers`. */
  readonly address: string;
  /** Questions so far, `NAME TYPE`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const [A, AAAA, SRV] = [1, 28, 33] as const;
const NAMES = new Map<number, string>([[A, 'A'], [AAAA, 'AAAA'], [SRV, 'SRV']]);
const [NO_ERROR, NAME_ERROR] = [0, 3] as const;
const TTL_S = 60;

const labels = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').filter((label) => label !== '').map((label) =>
      Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);

const readQuestion = (message: Buffer): { name: string; type: number; end: number } => {
  const parts: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    parts.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: parts.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
};

const v6Bytes = (host: string): Buffer => {
  const [head = '', tail = ''] = host.split('::');
  const words = (text: string): string[] => text.split(':').filter((word) => word !== '');
  const [first, last] = [words(head), words(tail)];
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last];
  return Buffer.from(all.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]));
};

const hostBytes = (host: string): Buffer => (isIPv6(host) ? v6Bytes(host) : Buffer.from(host.split('.').map(Number)));

const serviceBytes = ({ priority, weight, port, target }: Service): Buffer => {
  const fixed = Buffer.alloc(6);
  [priority, weight, port].forEach((value, at) => fixed.writeUInt16BE(value, at * 2));
  return Buffer.concat([fixed, labels(target)]);
};

const answer = (type: number, data: Buffer): Buffer => {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0); // the name of the question
  fixed.writeUInt16BE(type, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(TTL_S, 6);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
};

const reply = (query: Buffer, zone: Zone, asked: string[]): Buffer => {
  const { name, type, end } = readQuestion(query);
  asked.push(`${name} ${NAMES.get(type) ?? type}`);
  const known = zone.get(name);
  const hosts = (known?.hosts ?? []).filter((host) => isIPv6(host) === (type === AAAA));
  const data = type === SRV ? (known?.services ?? []).map(serviceBytes) : hosts.map(hostBytes);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (known === undefined ? NAME_ERROR : NO_ERROR), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...data.map((bytes) => answer(type, bytes))]);
};

export const dnsServer = (zone: Zone): Promise<DnsServer> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    const asked: string[] = [];
    socket.on('message', (query: Buffer, from: RemoteInfo) => {
      socket.send(reply(query, zone, asked), from.port, from.address);
    });
    socket.bind(0, '127.0.0.1', () => {
      const close = (): Promise<void> => new Promise((closed) => socket.close(() => closed()));
      resolve({ address: `127.0.0.1:${socket.address().port}`, asked, close });
    });
  });
