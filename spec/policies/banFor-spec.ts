// Which closings turn into bans.
import { ban } from '../../lib/command.ts';
import { banFor } from '../../lib/policies/banFor.ts';
import { closed, marbles, nodeIdFrom, steps } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const policy = () => banFor({ flooded: 600_000 });
const flooded = closed('in-1', { reason: 'flooded', endedBy: 'local', detail: '90 requests, limit 64' });
const b = nodeIdFrom('in-1');

describe('banFor', () => {
  drawing('banFor', 'bans whom this end closed for the reason named, and nobody else', {
    policy,
    events: ['  -f-r-i', {
      f: flooded,
      r: closed('in-2', { reason: 'flooded', endedBy: 'remote' }),
      i: closed('in-3', { reason: 'idle', endedBy: 'local' }),
    }],
    commands: ['-x', { x: ban(b, { forMs: 600_000, reason: 'flooded: 90 requests, limit 64' }) }],
  });

  it('bans the host where no node is known yet', () =>
    marbles(({ hot, expectCommands }) => {
      const event = closed('in-1',
        { reason: 'flooded', endedBy: 'local', node: undefined, address: '[2001:db8::1]:5000' });
      expectCommands(hot('f', { f: event }).pipe(steps(), policy()))
        .toBe('x', { x: ban('2001:db8::1', { forMs: 600_000, reason: 'flooded' }) });
    }));

  it('bans nobody when no reason is named', () =>
    marbles(({ hot, expectCommands }) => expectCommands(hot('f', { f: flooded }).pipe(steps(), banFor({}))).toBe('')));
});
