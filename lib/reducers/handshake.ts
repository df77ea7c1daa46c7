// Judges a hello: what the protocol asks of everybody who wants to stay, and which of two connections to one node does.
//
//     peer-greeted ─┬─ wrong version, network or id ──> close
//                   ├─ no other in this direction ────> welcome
//                   ├─ the other is of another boot ──> close the other (superseded), welcome
//                   └─ the other is of the same boot ─> ping the other; it answers in time: close this (duplicate),
//                                                       it does not: close the other (timed-out), welcome this
import { idOf } from '../address.ts';
import { close, ping, welcome, type Command } from '../command.ts';
import type { Event, EventOf, PeerId } from '../event.ts';
import { PROTOCOL_VERSION, type Hello } from '../hello.ts';
import { printable } from '../printable.ts';
import { go, stay, type Reducer, type Transition } from '../reducer.ts';
import { peersOf, type PeerState, type State } from '../state.ts';
import { changePeer } from '../withPeer.ts';

/** Long enough for a round trip around the world and a busy event loop, short enough to let a restarted node in. */
export const CONTEST_MS = 3_000;

/** Why a hello cannot be accepted, as the goodbye that says so. */
const breach = (state: State, peer: PeerState, hello: Hello): Command | undefined => {
  if (hello.version !== PROTOCOL_VERSION) {
    return close(peer.peer, 'other-version', { detail: `version ${hello.version}, spoken here: ${PROTOCOL_VERSION}` });
  }
  if (hello.network !== state.self.network) {
    return close(peer.peer, 'other-network', {
      detail: `network "${printable(hello.network)}", here: "${printable(state.self.network)}"`,
    });
  }
  // Without TLS nothing was proven, and the id that was dialled still must be the one that answers.
  const expected = peer.node ?? (peer.direction === 'out' ? idOf(peer.address) : undefined);
  if (expected !== undefined && expected !== hello.id) {
    return close(peer.peer, 'wrong-identity', { detail: `hello of ${hello.id}, expected: ${expected}` });
  }
  return undefined;
};

/** The connection that already stands in the same direction to the same node, if any is not on its way out. */
const standing = (state: State, { peer, direction }: PeerState, hello: Hello): PeerState | undefined =>
  peersOf(state, hello.id).find(
    (other) => other.peer !== peer && other.direction === direction && other.phase === 'alive',
  );

const onGreeted = (state: State, event: EventOf<'peer-greeted'>, now: number): Transition<State> => {
  const { peer: id, hello } = event;
  const peer = state.peers.get(id);
  if (peer === undefined) return stay(state);
  const refusal = breach(state, peer, hello);
  if (refusal !== undefined) return go(state, refusal);
  const other = standing(state, peer, hello);
  const greeted = changePeer(state, id, {
    phase: 'greeted',
    node: hello.id,
    boot: hello.boot,
    addresses: hello.addresses,
    ...(hello.label === undefined ? {} : { label: hello.label }),
  });
  if (other === undefined) return go(greeted, welcome(id));
  if (other.boot !== hello.boot) return go(greeted, close(other.peer, 'superseded'), welcome(id));
  return go(changePeer(greeted, id, { contests: { peer: other.peer, since: now } }), ping(other.peer));
};

const contestants = (state: State, node: string | undefined): readonly PeerState[] =>
  node === undefined ? [] : peersOf(state, node).filter(({ phase }) => phase === 'greeted');

/** Nobody is on the way in or out, so nobody contests anything: that is how it is almost always. */
const hasNoneGreeted = ({ tally }: State): boolean =>
  (tally.get('in/pending') ?? 0) + (tally.get('out/pending') ?? 0) === 0;

/** The older connection has answered: whoever contests it is one too many. */
const onHeard = (state: State, { peer, rttMs }: EventOf<'peer-heard'>): Transition<State> => {
  if (rttMs === undefined || hasNoneGreeted(state)) return stay(state);
  return go(state, ...contestants(state, state.peers.get(peer)?.node)
    .filter(({ contests }) => contests?.peer === peer)
    .map((late) => close(late.peer, 'duplicate', { detail: `${peer} answers` })));
};

/** The older connection has ended by itself: the way is free. */
const onClosed = (state: State, peer: PeerId, node: string | undefined): readonly Command[] =>
  contestants(state, node)
    .filter(({ contests }) => contests?.peer === peer)
    .map((waiting) => welcome(waiting.peer));

/** The older connection has had its time to answer. */
const onBeat = (state: State, now: number): readonly Command[] => {
  if (hasNoneGreeted(state)) return [];
  return [...state.peers.values()].flatMap(({ peer, phase, contests }) =>
    phase === 'greeted' && contests !== undefined && now - contests.since >= CONTEST_MS
      ? [close(contests.peer, 'timed-out', { detail: `gave no sign for ${CONTEST_MS} ms` }), welcome(peer)]
      : [],
  );
};

export const handshake: Reducer<State> = (state: State, event: Event, now: number) => {
  switch (event.type) {
    case 'peer-greeted':
      return onGreeted(state, event, now);
    case 'peer-heard':
      return onHeard(state, event);
    case 'peer-closed':
      return go(state, ...onClosed(state, event.peer, event.node));
    case 'ticked':
      return event.timer === 'heartbeat' ? go(state, ...onBeat(state, now)) : stay(state);
    default:
      return stay(state);
  }
};
