// The monitor idle: looks at the addresses that nobody is connected to, and dials the best of them.
import { pipe } from 'rxjs';
import { dial } from '../command.ts';
import { idleAddresses, roomToDial, wholeAddress } from '../idleAddresses.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { occupied, pending } from '../state.ts';

/**
 * Dials on every tick of `idle` while there are fewer outgoing connections than wanted, alive or on their way. Skips
 * what is in use, in back-off, banned, or this node itself, and every node that a connection stands to already, in
 * either direction: an edge each way is nothing to seek.
 *
 * @param numbers `target`: outgoing connections wanted; `dialling`: how many attempts may be under way at once, so
 *   that a book of dead addresses costs a few sockets, not all of them
 * @example dialIdle({ target: 8, dialling: 4 })
 */
export const dialIdle = ({ target, dialling }: { readonly target: number; readonly dialling: number }): Policy =>
  pipe(
    on('ticked'),
    issue(({ event, state, now }): readonly Decision[] => {
      if (event.timer !== 'idle' || state.lifecycle !== 'running') return [];
      const outgoing = occupied(state, 'out');
      const room = roomToDial(state, { target, dialling });
      if (room <= 0) return [];
      const found = idleAddresses(state, now);
      const inputs = { outgoing, target, dialling: pending(state, 'out'), candidates: found.length };
      return found.slice(0, room).map((address) => ({ command: dial(wholeAddress(address)), inputs }));
    }),
  );
