// Who answers too slowly, for how long.
import { close } from '../../lib/command.ts';
import { slowOut } from '../../lib/policies/slowOut.ts';
import { aState, heard, marbles, steps, ticked, type PeerSketch } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const b = ticked('heartbeat');
const policy = () => slowOut({ rttMs: 500, forMs: 10 });
const alone = (peer: PeerSketch, name = 'in-1') => aState({ peers: { [name]: peer } });
const x = close('in-1', 'evicted', { detail: 'a round trip takes 501 ms, limit 500 ms for 10 ms' });

describe('slowOut', () => {
  drawing('slowOut', 'spares a slow peer one millisecond short of the time, and closes it on it', {
    policy,
    from: alone({ rttMs: 501 }),
    events: ['  b--------bb', { b }],
    commands: ['----------x', { x }],
  });

  it('spares one on the limit, and one that has not been measured', () =>
    marbles(({ hot, expectCommands }) => {
      expectCommands(hot('b---------b', { b }).pipe(steps(alone({ rttMs: 500 })), policy())).toBe('');
      expectCommands(hot('b---------b', { b }).pipe(steps(alone({})), policy())).toBe('');
    }));

  it('begins anew when it was fast enough at a tick between', () =>
    marbles(({ hot, expectCommands }) => {
      const h = heard('in-1', { rttMs: 1 });
      expectCommands(hot('b---h-b---b--------b', { b, h }).pipe(steps(alone({ rttMs: 501, rttVarMs: 0 })), policy()))
        .toBe('');
    }));

  it('looks on ticks of the heartbeat only, and at who is alive', () =>
    marbles(({ hot, expectCommands }) => {
      const i = ticked('idle');
      expectCommands(hot('i---------i', { i }).pipe(steps(alone({ rttMs: 501 })), policy())).toBe('');
      expectCommands(hot('b---------b', { b }).pipe(steps(alone({ rttMs: 501, phase: 'closing' })), policy())).toBe('');
    }));
});
