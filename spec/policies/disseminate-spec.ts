// Who is told what, and who is not told again.
import { push } from '../../lib/command.ts';
import { disseminate } from '../../lib/policies/disseminate.ts';
import {
  aState, doubtOf, itemsHeard, marbles, recordIssued, recordOf, signedBy, steps,
} from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const [anna, bert] = [signedBy('anna'), signedBy('bert')];
const peers = { 'out-1': {}, 'out-2': {}, 'in-3': {} };

describe('disseminate', () => {
  drawing('disseminate', 'tells every head what is new but the one it came from, and nobody twice', {
    policy: () => disseminate(),
    from: aState({ peers }),
    events: ['  --a-i---b---b', {
      a: itemsHeard('out-1', [recordOf('anna')]),
      i: itemsHeard('in-3', [recordOf('anna', { seq: 2 })]),
      b: itemsHeard('out-2', [recordOf('bert')]),
    }],
    commands: ['--x-(yz)w', {
      x: push('out-2', [anna]), y: push('out-1', [anna]), z: push('out-2', [anna]), w: push('out-1', [bert]),
    }],
  });

  it('tells all heads of this node\'s own record', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--r', { r: recordIssued(recordOf('anna')) });
      expectCommands(event$.pipe(steps(aState({ peers })), disseminate()))
        .toBe('           --(xy)', { x: push('out-1', [anna]), y: push('out-2', [anna]) });
    }));

  it('tells of a doubt, whoever has it', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--a--d', {
        a: itemsHeard('out-1', [recordOf('anna', { out: [bert] })]), d: itemsHeard('in-3', [doubtOf('bert', anna)]),
      });
      expectCommands(event$.pipe(steps(aState({ peers })), disseminate()))
        .toBe('           --x--(yz)', { x: push('out-2', [anna]), y: push('out-1', [anna]), z: push('out-2', [anna]) });
    }));

  boundaries(() => disseminate());
});
