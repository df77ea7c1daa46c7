// When two maps are compared although nothing moves.
import { reconcile } from '../../lib/command.ts';
import { mendMaps } from '../../lib/policies/mendMaps.ts';
import { after, aState, marbles, opened, reported, steps, ticked } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const from = aState({ peers: { 'out-1': {}, 'in-2': {} } });
const t = ticked('heartbeat');
const ours = from.network.digest;
const { cursor } = from.network.changes;

describe('mendMaps', () => {
  drawing('mendMaps', 'compares with a head whose digest stays another one, and again when that has not helped', {
    policy: () => mendMaps({ afterMs: 3, everyMs: 6 }),
    from,
    events: ['  ri-t-t-t-t-s-t', {
      r: reported('out-1'), i: reported('in-2'), t, s: reported('out-1', { digest: ours }),
    }],
    commands: ['---x-----x', { x: reconcile('out-1') }],
  });

  it('waits as long as the other one moves', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('r-trtt-t', { r: reported('out-1'), t });
      const moved = hot('r--q---t', { r: reported('out-1'), q: reported('out-1', { digest: '1'.repeat(64) }), t });
      expectCommands(event$.pipe(steps(from), mendMaps({ afterMs: 4, everyMs: 9 })))
        .toBe('----x', { x: reconcile('out-1') });
      expectCommands(moved.pipe(steps(from), mendMaps({ afterMs: 5, everyMs: 9 }))).toBe('');
    }));

  it('asks for what has changed first, where both were once the same, and compares the maps when that was not it', () =>
    marbles(({ hot, expectCommands }) => {
      const same = after(from, 0, opened('out-1'), reported('out-1', { digest: ours, cursor: 9 }));
      const event$ = hot('r---t--t', { r: reported('out-1', { cursor: 10 }), t });
      expectCommands(event$.pipe(steps(same), mendMaps({ afterMs: 4, everyMs: 3 })))
        .toBe('----x--y', { x: reconcile('out-1', { theirs: 9, ours: cursor }), y: reconcile('out-1') });
    }));

  boundaries(() => mendMaps({ afterMs: 1_500, everyMs: 3_000 }));
});
