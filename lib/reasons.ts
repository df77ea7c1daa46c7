// Why a connection ended: the closed list that goodbyes, events, counters and policies share.

/** What a node can say in its goodbye. `docs/protocol.md` explains each to whoever receives it. */
export const GOODBYE_REASONS = [
  'stopping', // the node shuts down in good order
  'dropped', // its operator asked for it
  'banned', // the remote is on the ban list
  'full', // no slot is free
  'duplicate', // another connection in this direction to the same node stands
  'superseded', // a newer connection of the same node took over
  'self', // both ends are the same node
  'refused', // a guard refused, for a reason of its own
  'evicted', // a better peer needed the slot
  'idle', // not used for too long
  'timed-out', // no sign of life within the heartbeat's patience, or a phase passed its deadline
  'slow-reader', // it does not read what it is sent
  'flooded', // too many requests
  'misbehaved', // its score fell too low
  'protocol', // a frame or message broke the rules
  'too-big', // a frame or message passed a limit
  'other-network', // its hello names another network
  'other-version', // its hello names a protocol version that is not spoken here
  'wrong-identity', // its key is not the one that was asked for
  'failed', // the node has a bug and ends
] as const;

/** What can end a connection without anybody saying goodbye. */
export const BROKEN_REASONS = [
  'unreachable', // the address did not answer: refused, no route, no such host
  'tls-failed', // the handshake failed: version, ALPN, garbage
  'bad-certificate', // the remote's certificate fails a check of docs/protocol.md
  'reset', // the connection was reset
  'ended', // the remote ended it without a goodbye
] as const;

export type GoodbyeReason = (typeof GOODBYE_REASONS)[number];
export type CloseReason = GoodbyeReason | (typeof BROKEN_REASONS)[number];

const KNOWN: ReadonlySet<string> = new Set(GOODBYE_REASONS);
export const isGoodbyeReason = (text: string): text is GoodbyeReason => KNOWN.has(text);
