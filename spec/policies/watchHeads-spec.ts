// Whom a node follows, and from when on.
import { reconcile, watch } from '../../lib/command.ts';
import { watchHeads } from '../../lib/policies/watchHeads.ts';
import { after, aState, closed, marbles, opened, reported, signedBy, steps } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const anna = signedBy('anna');

describe('watchHeads', () => {
  drawing('watchHeads', 'follows a head from the moment it opens and compares maps with it, and leaves tails alone', {
    policy: () => watchHeads(),
    events: ['  --o---i', { o: opened('out-1'), i: opened('in-2') }],
    commands: ['--(wr)', { w: watch('out-1'), r: reconcile('out-1') }],
  });

  it('asks for what has changed since, where both have held the same map before', () =>
    marbles(({ hot, expectCommands }) => {
      const before = aState({ peers: { 'out-1': { node: anna } } });
      const { digest, changes } = before.network;
      const left = after(
        before, 0, opened('out-1', { node: anna }), reported('out-1', { digest, cursor: 70 }),
        closed('out-1', { node: anna }));
      const since = { theirs: 70, ours: changes.cursor };
      expectCommands(hot('o', { o: opened('out-2', { node: anna }) }).pipe(steps(left), watchHeads()))
        .toBe('(wr)', { w: watch('out-2'), r: reconcile('out-2', since) });
    }));

  boundaries(() => watchHeads());
});
