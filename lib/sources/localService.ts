// What a node says of itself on its local network, and what it believes of the others there: RFC 6763 over RFC 6762.
import { formatAddress, type Address } from '../address.ts';
import { isNodeId, type NodeId } from '../nodeId.ts';
import type { DnsPacket, DnsRecord, Heard } from './multicast.ts';

export const SERVICE = '_millrace._tcp.local';

/** RFC 6762, section 10: of records that name a host, since it may go. */
const TTL_S = 120;
/** Of one packet: more nodes than that on one machine are a test, and say so in several. */
const NODES_MAX = 16;
/** Of one packet: eight for each node. Each is held against all others, and a packet may have thousands. */
const RECORDS_MAX = 128;

export interface LocalService {
  readonly node: NodeId;
  readonly network: string;
  readonly port: number;
}

const instanceOf = (node: NodeId): string => `${node}.${SERVICE}`;
const hostOf = (node: NodeId): string => `${node}.local`;
const inTxt = (network: string): string => `network=${network}`;
const same = (name: string, other: string): boolean => name.toLowerCase() === other.toLowerCase();

export const question: DnsPacket = { type: 'query', questions: [{ name: SERVICE, type: 'PTR' }] };

/** @param hosts the IPv4 addresses for programs that browse; nodes go by where the packet comes from */
export const announcement = (
  { node, network, port }: LocalService, hosts: readonly string[], ttl: number = TTL_S,
): DnsPacket => ({
  type: 'response',
  answers: [{ name: SERVICE, type: 'PTR', ttl, data: instanceOf(node) }],
  additionals: [
    { name: instanceOf(node), type: 'SRV', ttl, data: { port, target: hostOf(node), priority: 0, weight: 0 } },
    { name: instanceOf(node), type: 'TXT', ttl, data: [inTxt(network)] },
    ...hosts.map((host): DnsRecord => ({ name: hostOf(node), type: 'A', ttl, data: host })),
  ],
});

/** RFC 6762, section 10.1: one that goes says so with a time to live of nothing. */
export const farewell = (service: LocalService): DnsPacket => announcement(service, [], 0);

/** Whether it is asked for a node, and does not say that it knows of it already (section 7.1). */
export const isAsked = ({ type, questions = [], answers = [] }: DnsPacket, node: NodeId): boolean => {
  const names = [SERVICE, instanceOf(node), hostOf(node)];
  const isKnown = answers.some(({ name, data, ttl = 0 }) =>
    same(name, SERVICE) && typeof data === 'string' && same(data, instanceOf(node)) && ttl >= TTL_S / 2);
  return type === 'query' && !isKnown && questions.some(({ name }) => names.some((own) => same(own, name)));
};

const portOf = (data: unknown): number | undefined => {
  const { port } = typeof data === 'object' && data !== null ? (data as { readonly port?: unknown }) : {};
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
};

const texts = (data: unknown): readonly string[] =>
  (Array.isArray(data) ? data : [data]).map((text) => (Buffer.isBuffer(text) ? text.toString() : String(text)));

const nodeIn = (name: string): NodeId | undefined => {
  const id = name.slice(0, name.indexOf('.')).toLowerCase();
  return isNodeId(id) && same(name, instanceOf(id)) ? id : undefined;
};

/**
 * Nodes of this network that a neighbour tells of, at the host that the packet comes from: whatever it says of other
 * hosts is not believed, so that nobody can have a stranger's door knocked at.
 */
export const neighboursIn = (
  { packet: { type, answers = [], additionals = [] }, host }: Heard, own: Pick<LocalService, 'node' | 'network'>,
): readonly Address[] => {
  if (type !== 'response') return [];
  const records = [...answers, ...additionals].slice(0, RECORDS_MAX);
  const isOurs = (instance: string): boolean => records.some((record) =>
    record.type === 'TXT' && same(record.name, instance) && texts(record.data).includes(inTxt(own.network)));
  return records.flatMap(({ name, type: kind, ttl = 0, data }): readonly Address[] => {
    const [id, port] = [nodeIn(name), portOf(data)];
    if (kind !== 'SRV' || ttl === 0 || id === undefined || id === own.node || port === undefined) return [];
    return isOurs(name) ? [formatAddress({ id, host, port })] : [];
  }).slice(0, NODES_MAX);
};
