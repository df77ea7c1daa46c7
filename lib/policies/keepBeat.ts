// A beat to every head, again and again: who falls silent is found out, and what was missed is seen to differ.
import { filter, pipe } from 'rxjs';
import { beat, type Command } from '../command.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';

/**
 * Beats each head on every `every`th tick of `heartbeat`: not all in the same second, but each in the one that its
 * number falls on.
 *
 * @param terms `every`: 3, unless the ticks are not a second apart
 * @example keepBeat({ every: 3 })
 */
export const keepBeat = ({ every }: { readonly every: number }): Policy =>
  pipe(
    on('ticked'),
    filter(({ event }) => event.timer === 'heartbeat'),
    remember(0, (count, { state }): readonly [number, readonly Command[]] => {
      const due = [...state.peers.values()].filter(({ peer, direction, phase }) =>
        direction === 'out' && phase === 'alive' && (Number(peer.slice(peer.indexOf('-') + 1)) + count) % every === 0);
      return [(count + 1) % every, due.map(({ peer }) => beat(peer))];
    }),
  );
