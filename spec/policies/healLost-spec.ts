// Who is looked for, and how often.
import { dial } from '../../lib/command.ts';
import { healLost } from '../../lib/policies/healLost.ts';
import {
  after, aState, closed, deferred, itemsHeard, learnt, marbles, recordIssued, recordOf, signedBy, steps, ticked,
} from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const [me, anna, berta] = [signedBy('me'), signedBy('anna'), signedBy('berta')];

/** Nobody that is up has an edge to anna, whose record is here. */
const lost = after(
  aState({ self: { node: me } }), 0, recordIssued(recordOf('me')),
  itemsHeard('in-1', [recordOf('anna', { addresses: ['10.0.0.9:7000'] })]),
);
const h = ticked('heartbeat');

describe('healLost', () => {
  drawing('healLost', 'dials a node that is lost, at a random moment first and then again and again', {
    policy: () => healLost({ everyMs: 12 }, () => 0.5),
    from: lost,
    events: ['  hhhhhhhhhh', { h }],
    commands: ['--x---x', { x: dial(`${anna}@10.0.0.9:7000`) }],
  });

  it('looks more often where more are missing than are left', () =>
    marbles(({ hot, expectCommands }) => {
      const two = after(lost, 0, itemsHeard('in-1', [recordOf('berta', { addresses: ['10.0.0.8:7000'] })]));
      const commands = hot('hhhhhhhhhh', { h }).pipe(steps(two), healLost({ everyMs: 120 }, () => 0.5));
      expectCommands(commands).toBe('--x---x', { x: dial(`${berta}@10.0.0.8:7000`) });
    }));

  it('leaves alone who is up, who cannot be dialled, and who has told it to stay away', () =>
    marbles(({ hot, expectCommands }) => {
      const nowhere = after(
        aState({ self: { node: me } }), 0, recordIssued(recordOf('me')), itemsHeard('in-1', [recordOf('anna')]));
      const up = after(lost, 0, itemsHeard('in-1', [
        recordOf('anna', { seq: 2, out: [me], addresses: ['10.0.0.9:7000'] })]));
      const policy = healLost({ everyMs: 12 }, () => 0.5);
      const here = '10.0.0.9:7000';
      const dropped = after(
        lost, 0, learnt([here]), closed('out-1', { address: here, reason: 'dropped', endedBy: 'remote' }),
        deferred(here, { until: 99, error: 'dropped' }));
      for (const from of [nowhere, up, dropped, aState()]) {
        expectCommands(hot('hhhhhhhhhh', { h }).pipe(steps(from), policy)).toBe('');
      }
    }));

  boundaries(({ random }) => healLost({ everyMs: 30_000 }, random));
});
