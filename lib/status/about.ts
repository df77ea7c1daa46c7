// What a journal entry is about: which connection, which address, which node, which banned subject.
import { endpointOf, hostOf, idOf, type Address, type Endpoint } from '../address.ts';
import type { Command } from '../command.ts';
import type { Event, PeerId } from '../event.ts';
import type { Entry } from '../journal.ts';
import type { NodeId } from '../nodeId.ts';
import { isPassing } from '../passing.ts';

/** What a person asks about, as far as it is known by now. */
export interface Subject {
  /** As it was given. */
  readonly text: string;
  readonly peers: ReadonlySet<PeerId>;
  readonly endpoints: ReadonlySet<Endpoint>;
  readonly node?: NodeId;
  /** Only where a host was asked for: then everything on it is meant. */
  readonly host?: string;
}

/** The command or event that an entry is about; of a refusal, what was refused. */
export const matter = (entry: Entry): Command | Event =>
  entry.kind === 'command' ? entry.command : entry.kind === 'refusal' ? entry.event.command : entry.event;

export const peerIn = (entry: Entry): PeerId | undefined => {
  const about = matter(entry);
  return 'peer' in about ? about.peer : undefined;
};

/** The one address that an entry names. */
export const addressIn = (entry: Entry): Address | undefined => {
  const about = matter(entry);
  if (about.type === 'command-requested') return about.request.type === 'dial' ? about.request.address : undefined;
  if (about.type === 'listening-started' || about.type === 'listening-failed') return undefined; // our own
  return 'address' in about ? about.address : undefined;
};

/** The remote node that an entry names. */
export const nodeIn = (entry: Entry): NodeId | undefined => {
  const about = matter(entry);
  if (about.type === 'peer-greeted') return about.hello.id;
  if (about.type === 'node-started') return undefined;
  const address = addressIn(entry);
  return 'node' in about ? about.node : address === undefined ? undefined : idOf(address);
};

/** The name that somebody was banned, unbanned or dropped by. */
const ruledIn = (entry: Entry): string | undefined => {
  const about = matter(entry);
  const ruling = about.type === 'command-requested' ? about.request : about;
  return 'subject' in ruling ? ruling.subject : undefined;
};

const isAt = (address: Address, { endpoints, host }: Subject): boolean =>
  endpoints.has(endpointOf(address)) || (host !== undefined && hostOf(address) === host);

const isRuled = (name: string, { text, node, host, endpoints, peers }: Subject): boolean =>
  name === text || name === node || name === host || endpoints.has(name) || peers.has(name);

/** Whether the entry tells of the subject by name. */
export const isAbout = (entry: Entry, subject: Subject): boolean => {
  const [peer, address, node, ruled] = [peerIn(entry), addressIn(entry), nodeIn(entry), ruledIn(entry)];
  return (
    (peer !== undefined && subject.peers.has(peer)) ||
    (address !== undefined && isAt(address, subject)) ||
    (node !== undefined && node === subject.node) ||
    (ruled !== undefined && isRuled(ruled, subject))
  );
};

/** Whether the entry is where the subject's address was heard of. */
export const isLearning = (entry: Entry, subject: Subject): boolean =>
  entry.kind === 'event' &&
  entry.event.type === 'addresses-learnt' &&
  entry.event.addresses.some(({ address }) => isAt(address, subject) || idOf(address) === (subject.node ?? ''));

const ROUTINE: ReadonlySet<string> = new Set<Event['type'] | Command['type']>([
  'addresses-learnt', 'addresses-missed', 'watch', 'reconcile', 'link-reconciled', 'items-heard', 'exchange-failed',
  'ask-peers', 'hear', 'prove', 'address-proved',
]);

/** Routine: it says nothing about why a connection is there, or is not. */
export const isRoutine = (entry: Entry): boolean =>
  isPassing(entry) ||
  (entry.kind === 'command' && ROUTINE.has(entry.command.type)) ||
  (entry.kind === 'event' && ROUTINE.has(entry.event.type));
