// Brings a node up and down in good order.
//
//     running ─ stop-requested ─> stopping ─ nobody asks ─> stopping ─ no peer left ─> leaving ─ disk done ─> stopped
//               close who asks us           close whom we ask            save, stop
import { close, save, stop, type Command } from '../command.ts';
import type { Event, PeerClosed } from '../event.ts';
import { listeningAt } from '../listeningAt.ts';
import { go, stay, type Reducer, type Transition } from '../reducer.ts';
import type { PeerState, State } from '../state.ts';

/** A node that stops may be back after a restart; who comes sooner finds nobody. */
const BACK_IN_MS = 1_000;

/** What is being answered as the node stops may take so long: half of what a request may by default. */
const GRACE_MS = 5_000;

const goodbye = ({ peer }: PeerState): Command =>
  close(peer, 'stopping', { retryAfterMs: BACK_IN_MS, graceMs: GRACE_MS });

/** Nothing is owed to whom we ask: what still waits for a network that takes nothing would only make it fourteen seconds. */
const lastGoodbye = ({ peer }: PeerState): Command => close(peer, 'stopping', { retryAfterMs: BACK_IN_MS });

/** Whom an answer may still need: who answers may have to ask others first. */
const isAsked = ({ direction, phase }: PeerState): boolean => direction === 'out' && phase === 'alive';

/** Somebody's request may still be under way. */
const mayAsk = ({ direction, openedAt }: PeerState): boolean => direction === 'in' && openedAt !== undefined;

/** To all but whom we ask, and to these as well when nobody asks us. */
const goodbyes = ({ peers }: State): readonly Command[] => {
  const all = [...peers.values()];
  return (all.some(mayAsk) ? all.filter((peer) => !isAsked(peer)) : all).map(goodbye);
};

/** Once the last of those that asked us has ended, to whom we ask. */
const lastGoodbyes = ({ peers }: State, { direction, phase }: PeerClosed): readonly Command[] => {
  if (direction !== 'in' || phase !== 'alive') return [];
  const all = [...peers.values()];
  return all.some(mayAsk) ? [] : all.filter(isAsked).map(lastGoodbye);
};

const onStop = (state: State): Transition<State> => {
  if (state.lifecycle !== 'running') return stay(state);
  return state.peers.size === 0
    ? go({ ...state, lifecycle: 'leaving' }, save(), stop())
    : go({ ...state, lifecycle: 'stopping' }, ...goodbyes(state));
};

const onClosed = (state: State, event: PeerClosed): Transition<State> => {
  if (state.lifecycle !== 'stopping') return stay(state);
  if (state.peers.size === 0) return go({ ...state, lifecycle: 'leaving' }, save(), stop());
  return go(state, ...lastGoodbyes(state, event));
};

const onDisk = (state: State, change: 1 | -1): State => ({ ...state, saving: Math.max(0, state.saving + change) });

/** `stop-prepared` comes after `save-started`, since the commands were carried out in their order. */
const ended = (state: State, prepared: boolean): State =>
  prepared && state.saving === 0 ? { ...state, lifecycle: 'stopped' } : state;

export const lifecycle: Reducer<State> = (state: State, event: Event) => {
  switch (event.type) {
    case 'listening-started':
      return go(listeningAt(state, event));
    case 'stop-requested':
    case 'identity-duplicated': // whoever went on would take the other's connections from it, and it ours, for ever
      return onStop(state);
    case 'peer-closed':
      return onClosed(state, event);
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
