// Brings a node up and down in good order.
//
//     running ── stop-requested ──> stopping ── no peer left ──> leaving ── disk done ──> stopped
//                 close everybody               save, stop
import { close, save, stop, type Command } from '../command.ts';
import type { Event, EventOf } from '../event.ts';
import { go, stay, type Reducer, type Transition } from '../reducer.ts';
import type { State } from '../state.ts';

/** A node that stops may be back after a restart; who comes sooner finds nobody. */
const BACK_IN_MS = 1_000;

const goodbyes = (state: State): readonly Command[] =>
  [...state.peers.values()].map(({ peer }) => close(peer, 'stopping', { retryAfterMs: BACK_IN_MS }));

const onStop = (state: State): Transition<State> => {
  if (state.lifecycle !== 'running') return stay(state);
  return state.peers.size === 0
    ? go({ ...state, lifecycle: 'leaving' }, save(), stop())
    : go({ ...state, lifecycle: 'stopping' }, ...goodbyes(state));
};

const onClosed = (state: State): Transition<State> =>
  state.lifecycle === 'stopping' && state.peers.size === 0
    ? go({ ...state, lifecycle: 'leaving' }, save(), stop())
    : stay(state);

const onDisk = (state: State, change: 1 | -1): State => ({ ...state, saving: Math.max(0, state.saving + change) });

/** `stop-prepared` comes after `save-started`, since the commands were carried out in their order. */
const ended = (state: State, prepared: boolean): State =>
  prepared && state.saving === 0 ? { ...state, lifecycle: 'stopped' } : state;

/** Who announces where it is knows better than its sockets. */
const listeningAt = (state: State, { address, reachable = [address] }: EventOf<'listening-started'>): State => ({
  ...state,
  listening: [...state.listening, address],
  reachable: state.self.announce ?? [...state.reachable, ...reachable],
});

export const lifecycle: Reducer<State> = (state: State, event: Event) => {
  switch (event.type) {
    case 'listening-started':
      return go(listeningAt(state, event));
    case 'stop-requested':
    case 'identity-duplicated': // whoever went on would take the other's connections from it, and it ours, for ever
      return onStop(state);
    case 'peer-closed':
      return onClosed(state);
    case 'save-started':
      return go(onDisk(state, 1));
    case 'book-saved':
    case 'book-failed':
      return go(ended(onDisk(state, -1), state.lifecycle === 'leaving'));
    case 'stop-prepared':
      return go(ended(state, true));
    default:
      return stay(state);
  }
};
