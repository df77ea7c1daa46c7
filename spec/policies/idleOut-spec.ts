// Connections without a use, and what is one.
import { close } from '../../lib/command.ts';
import { idleOut } from '../../lib/policies/idleOut.ts';
import {
  aState, closed, heard, learnt, marbles, missed, steps, ticked, type PeerSketch,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const i = ticked('idle');
const policy = () => idleOut({ afterMs: 10 });
const used = (requests: number) => heard('out-1', { traffic: { bytesIn: 0, bytesOut: 0, requests } });
const alone = (peer: PeerSketch = {}, name = 'out-1') => aState({ peers: { [name]: { openedAt: 0, ...peer } } });
const gone = (idleMs: number) => close('out-1', 'idle', { detail: `not used for ${idleMs} ms, limit 10 ms` });

describe('idleOut', () => {
  drawing('idleOut', 'spares a connection one millisecond short of the limit, and closes it on the limit', {
    policy,
    from: alone(),
    events: ['  ---------ii', { i }],
    commands: ['----------x', { x: gone(10) }],
  });

  it('counts from the tick that found it used', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('----ui-------- ii', { u: used(1), i }).pipe(steps(alone()), policy()))
        .toBe('---------------x', { x: gone(10) })));

  it('takes no request for addresses for a use', () =>
    marbles(({ hot, expectCommands }) => {
      const events = { u: used(1), v: used(2), l: learnt([], { from: 'out-1' }), m: missed('out-1'), i };
      expectCommands(hot('-ul-i-vm-ii', events).pipe(steps(alone()), policy())).toBe('----------x', { x: gone(10) });
    }));

  it('is not misled by an answer that is told of before its request', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('-l-iui---ii', { u: used(1), l: learnt([], { from: 'out-1' }), i })
        .pipe(steps(alone()), policy()))
        .toBe('----------x', { x: gone(10) })));

  it('leaves alone what came in, what is not alive, and whatever happens on other ticks', () =>
    marbles(({ hot, expectCommands }) => {
      expectCommands(hot('20ms i', { i }).pipe(steps(alone({}, 'in-1')), policy())).toBe('');
      expectCommands(hot('20ms i', { i }).pipe(steps(alone({ phase: 'greeted' })), policy())).toBe('');
      expectCommands(hot('20ms h', { h: ticked('heartbeat') }).pipe(steps(alone()), policy())).toBe('');
    }));

  it('remembers nothing of a connection that is gone', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('20ms cl-i', { c: closed('out-1'), l: learnt([], { from: 'out-1' }), i })
        .pipe(steps(alone()), policy()))
        .toBe('')));
});
