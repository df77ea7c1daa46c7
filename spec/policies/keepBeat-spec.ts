// How often each head is asked where it stands.
import { beat } from '../../lib/command.ts';
import { keepBeat } from '../../lib/policies/keepBeat.ts';
import { aState, ticked } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

describe('keepBeat', () => {
  drawing('keepBeat', 'beats each head on every third tick, not all on the same one, and no tail', {
    policy: () => keepBeat({ every: 3 }),
    from: aState({ peers: { 'out-2': {}, 'out-3': {}, 'in-4': {}, 'out-5': { phase: 'greeted' } } }),
    events: ['  t-t-t-t-i', { t: ticked('heartbeat'), i: ticked('idle') }],
    commands: ['y-x---y', { x: beat('out-2'), y: beat('out-3') }],
  });

  boundaries(() => keepBeat({ every: 3 }));
});
