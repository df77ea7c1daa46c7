// Whether a third node can be reached: asked of a head, and answered for a tail. `id 20` and back `outcome 1`.
//
// A head opens connections for others only to addresses that it has found their owners at before: so nobody can have a
// stranger's port knocked at, and from each connection a question a second is the most that is answered.
import { catchError, defer, map, of, timeout, type Observable } from 'rxjs';
import type { CommandOf } from '../command.ts';
import type { Event, PeerId, VerifyOutcome } from '../event.ts';
import { Latest } from '../latest.ts';
import { newest } from '../network/entry.ts';
import { nodeIdBytes, nodeIdFromBytes } from '../network/ids.ts';
import { entryOf } from '../network/networkMap.ts';
import { Reader } from '../network/reader.ts';
import { NODE_ID_BYTES, type NodeId } from '../nodeId.ts';
import { paid, spare, type Pace } from '../pace.ts';
import { RequestError, type IncomingRequest, type Requester } from '../peer.ts';
import type { State } from '../state.ts';
import { TransportError } from '../transport.ts';
import { knock, type Knock, type KnockParts } from './knock.ts';

/** How long the head waits for somebody to open, and to say something: all in all, since the tail waits meanwhile. */
export const VERIFY_MS_MAX = 1_000;
const VERIFY: Knock = { openMs: VERIFY_MS_MAX, wordMs: VERIFY_MS_MAX };
/** That, and the way there and back. */
const ANSWER_MS_MAX = 1_500;
export const VERIFY_PACE: Pace = { everyMs: 1_000, burst: 5 };
/** More than a node has connections. */
const LINKS_MAX = 256;

/** In the order of their numbers on the wire. */
const OUTCOMES: readonly VerifyOutcome[] = ['reachable', 'refused', 'timed-out', 'unknown'];

export const encodeOutcome = (outcome: VerifyOutcome): Uint8Array => Uint8Array.of(OUTCOMES.indexOf(outcome));

/** @throws RecordError and only that */
export const decodeOutcome = (bytes: Uint8Array): VerifyOutcome => {
  const reader = new Reader('outcome', bytes);
  const number = reader.uint(1);
  reader.end();
  return OUTCOMES[number] ?? reader.refuse(`outcome ${number}, limit ${OUTCOMES.length - 1}`);
};

/** @throws RecordError and only that */
export const decodeAsked = (bytes: Uint8Array): NodeId => {
  const reader = new Reader('question', bytes);
  const node = nodeIdFromBytes(reader.take(NODE_ID_BYTES));
  reader.end();
  return node;
};

/** The address that a node has signed and that we have found it at; undefined: there is none. */
const provenAddress = ({ network, addresses }: State, node: NodeId): string | undefined => {
  const entry = entryOf(network.map, node);
  const signed = entry === undefined ? [] : newest(entry).record.body.addresses;
  return signed.find((endpoint) => {
    const known = addresses.get(endpoint);
    return known?.node === node && known.provenAt !== undefined;
  });
};

interface HeadParts extends KnockParts {
  readonly state: () => State;
}

const knocked = (address: string, node: NodeId, parts: HeadParts): Observable<VerifyOutcome> =>
  knock(address, node, parts, VERIFY).pipe(
    map((): VerifyOutcome => 'reachable'),
    timeout({ first: VERIFY_MS_MAX, scheduler: parts.env.scheduler }),
    catchError((error: unknown) => of<VerifyOutcome>(error instanceof TransportError ? 'refused' : 'timed-out')),
  );

/** The head's side. A tail that asks of itself hears whether this head has found it at its address. */
export const verifying = (parts: HeadParts): ((request: IncomingRequest) => Observable<Uint8Array>) => {
  const paidUntil = new Latest<PeerId, number>(LINKS_MAX);
  const isInTime = (peer: PeerId): boolean => {
    const now = parts.env.scheduler.now();
    if (spare(paidUntil.get(peer), now, VERIFY_PACE) < 1) return false;
    paidUntil.set(peer, paid(paidUntil.get(peer), now, VERIFY_PACE));
    return true;
  };
  return ({ peer, data }) => {
    const node = decodeAsked(data);
    if (!isInTime(peer)) {
      throw new RequestError('rejected', 'too many questions', { retryAfterMs: VERIFY_PACE.everyMs });
    }
    const state = parts.state();
    const endpoint = provenAddress(state, node);
    if (endpoint === undefined) return of(encodeOutcome('unknown'));
    if (state.peers.get(peer)?.node === node) return of(encodeOutcome('reachable'));
    return knocked(`${node}@${endpoint}`, node, parts).pipe(map(encodeOutcome));
  };
};

/** The tail's side. A head that does not answer knows nothing; bytes that are no answer are a RecordError. */
export const verified = (
  { peer, node }: CommandOf<'verify'>, requester: Requester | undefined,
): Observable<Event> => {
  const told = (outcome: VerifyOutcome): Event => ({ type: 'node-verified', peer, node, outcome });
  if (requester === undefined) return of(told('unknown'));
  return defer(() => requester.ask('millrace.verify', nodeIdBytes(node), { timeoutMs: ANSWER_MS_MAX })).pipe(
    map((bytes) => told(decodeOutcome(bytes))),
    catchError((error: unknown) => {
      if (error instanceof RequestError) return of(told('unknown'));
      throw error;
    }),
  );
};
