// Asks the nodes we are connected to where others can be reached: the tail asks its head.
import { pipe } from 'rxjs';
import { fetchAddresses } from '../command.ts';
import type { Event } from '../event.ts';
import { issue, on, type Policy } from '../policy.ts';
import type { PeerState } from '../state.ts';
import type { Step } from '../step.ts';

const canAnswer = ({ direction, phase }: PeerState): boolean => direction === 'out' && phase === 'alive';

const asked = ({ event, state }: Step<Extract<Event, { type: 'ticked' | 'peer-opened' }>>): readonly PeerState[] => {
  if (event.type === 'ticked') {
    return event.timer === 'discovery' ? [...state.peers.values()].filter(canAnswer) : [];
  }
  const opened = state.peers.get(event.peer);
  return opened !== undefined && canAnswer(opened) ? [opened] : [];
};

/**
 * Asks a new head at once, since a node that has just started knows nearly nobody, and every head on each tick of
 * `discovery`. A tail is never asked: only the end that dialled asks.
 *
 * @example exchangeAddresses()
 */
export const exchangeAddresses = (): Policy =>
  pipe(
    on('ticked', 'peer-opened'),
    issue((step) => asked(step).map(({ peer }) => fetchAddresses(peer))),
  );
