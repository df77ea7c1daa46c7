// When two maps are compared although nothing moves.
import { reconcile } from '../../lib/command.ts';
import { mendMaps } from '../../lib/policies/mendMaps.ts';
import { aState, marbles, reported, steps, ticked } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const from = aState({ peers: { 'out-1': {}, 'in-2': {} } });
const t = ticked('heartbeat');
const ours = from.network.digest;

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

  boundaries(() => mendMaps({ afterMs: 1_500, everyMs: 3_000 }));
});
