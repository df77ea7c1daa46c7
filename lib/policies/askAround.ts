// Asks a head for others, when few are known.
import { filter, pipe } from 'rxjs';
import { askPeers } from '../command.ts';
import type { EventOf } from '../event.ts';
import { on, type Decision, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { State } from '../state.ts';

/** As many as an answer holds. */
const COUNT = 32;

export interface AskAround {
  /** With fewer addresses in its book a node is not sure of finding anybody after a restart. */
  readonly fewer: number;
  /** How long between two questions, whomever they are asked; in milliseconds. */
  readonly everyMs: number;
}

/** Addresses at which somebody else has been found, or may yet be. */
const known = ({ addresses }: State): number => {
  let count = 0;
  for (const { self, aliveAt, attempts } of addresses.values()) {
    if (self !== true && (aliveAt !== undefined || attempts === 0)) count++;
  }
  return count;
};

/**
 * When a connection to a head opens, and few addresses are known: asks the head for signed records of others
 * (`millrace.peers`), of each address group one. That is one round trip, while the map takes several, and it is all that
 * comes of a head whose map is too large for this node. Each head is asked once, since another answer would hold much
 * the same; so a small network, in which there are no more, is left alone.
 *
 * @example askAround({ fewer: 16, everyMs: 20_000 })
 */
export const askAround = ({ fewer, everyMs }: AskAround): Policy =>
  pipe(
    on('peer-opened'),
    filter(({ event, state }) => event.direction === 'out' && state.lifecycle === 'running'),
    remember<number, EventOf<'peer-opened'>>(-Infinity, (askedAt, { event, state, now }) => {
      const count = known(state);
      if (count >= fewer || now - askedAt < everyMs) return [askedAt, []];
      const decision: Decision = { command: askPeers(event.peer, COUNT), inputs: { known: count, fewer } };
      return [now, [decision]];
    }),
  );
