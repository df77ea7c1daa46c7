// Whom a node follows, and from when on.
import { reconcile, watch } from '../../lib/command.ts';
import { watchHeads } from '../../lib/policies/watchHeads.ts';
import { opened } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

describe('watchHeads', () => {
  drawing('watchHeads', 'follows a head from the moment it opens and compares maps with it, and leaves tails alone', {
    policy: () => watchHeads(),
    events: ['  --o---i', { o: opened('out-1'), i: opened('in-2') }],
    commands: ['--(wr)', { w: watch('out-1'), r: reconcile('out-1') }],
  });

  boundaries(() => watchHeads());
});
