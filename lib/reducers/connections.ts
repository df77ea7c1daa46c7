// Keeps account of the connections: which there are, in what phase, and what became of those that ended.
import type { Event, EventOf, PeerId, Direction } from '../event.ts';
import type { Address } from '../address.ts';
import { accept, close, type Command } from '../command.ts';
import { referred } from '../exchange/referred.ts';
import { goodbyeFor } from '../guard.ts';
import { go, stay, type Reducer, type Transition } from '../reducer.ts';
import type { PeerState, State } from '../state.ts';
import type { Table } from '../table.ts';
import { changePeer, withPeer } from '../withPeer.ts';

const begun = (peer: PeerId, direction: Direction, address: Address, now: number): PeerState => ({
  peer,
  direction,
  address,
  phase: direction === 'out' ? 'dialling' : 'accepted',
  since: now,
  addresses: [],
  heardAt: now,
  traffic: { bytesIn: 0, bytesOut: 0, requests: 0 },
});

const increment = (counts: Table<number>, key: string, by = 1): Table<number> =>
  counts.update(key, (count = 0) => count + by);

const onClosed = (state: State, { peer, direction, reason }: EventOf<'peer-closed'>): State => ({
  ...withPeer(state, peer, undefined),
  closed: increment(state.closed, `${direction}/${reason}`),
});

/** Whoever is not let in is told so, and why; and where else to go, when there is no room. */
const afterRefusal = (state: State, command: Command, reason: string): readonly Command[] => {
  if (command.type !== 'accept' && command.type !== 'welcome') return [];
  const goodbye = goodbyeFor(reason);
  const node = goodbye === 'full' && command.type === 'welcome' ? state.peers.get(command.peer)?.node : undefined;
  const records = node === undefined ? [] : referred(state, node);
  return [close(command.peer, goodbye, { detail: reason, ...(records.length === 0 ? {} : { records }) })];
};

const onRefused = (state: State, { command, guard, reason }: EventOf<'command-refused'>): Transition<State> => ({
  state: { ...state, refused: increment(state.refused, guard) },
  commands: afterRefusal(state, command, reason),
});

export const connections: Reducer<State> = (state: State, event: Event, now: number) => {
  switch (event.type) {
    case 'connection-accepted':
      return go(withPeer(state, event.peer, begun(event.peer, 'in', event.address, now)), accept(event.peer));
    case 'connections-refused': // by nobody's guard: none of them has come so far
      return go({ ...state, refused: increment(state.refused, `gate/${event.why}`, event.count) });
    case 'dial-started':
      return go(withPeer(state, event.peer, begun(event.peer, 'out', event.address, now)));
    case 'peer-connected':
      return go(changePeer(state, event.peer, { phase: 'securing' }));
    case 'peer-secured': {
      const proven = event.node === undefined ? {} : { node: event.node };
      return go(changePeer(state, event.peer, { phase: 'greeting', ...proven }));
    }
    case 'peer-opened':
      return go(changePeer(state, event.peer, { phase: 'alive', openedAt: now, heardAt: now }));
    case 'peer-closing':
      return go(changePeer(state, event.peer, { phase: 'closing' }));
    case 'peer-closed':
      return go(onClosed(state, event));
    case 'command-refused':
      return onRefused(state, event);
    default:
      return stay(state);
  }
};
