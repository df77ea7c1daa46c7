// Loops of causes: what is one, what is not, and what becomes of it.
import { breakLoop, close, defer, dial, type Command, type Loop } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { stormGuard } from '../../lib/policies/stormGuard.ts';
import {
  aState, closed, decided, dialStarted, marbles, nodeIdFrom, refused, steps, unreachable,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const here = '10.0.0.1:7000';
const state = aState({ addresses: { [here]: {} } });
const policy = () => stormGuard({ windowMs: 100, loops: 3, forMs: 60_000 });

const evicted = close('out-1', 'evicted');
const dials = (by = 'restless', after?: Event) =>
  decided(dialStarted('out-1', { address: here }), by, dial(here), after);
const ends = (by = 'strict', command: Command = evicted) =>
  decided(closed('out-1', { address: here, node: nodeIdFrom('b'), reason: 'evicted', endedBy: 'local' }), by, command);

const found = (loop: Partial<Loop>, error: string): Record<'x' | 'y', Command> => {
  const links: Loop['links'] = [{ by: 'restless', did: 'dial' }, { by: 'strict', did: 'close', reason: 'evicted' }];
  return {
    x: breakLoop(here, { forMs: 60_000, loop: { links, times: 3, withinMs: 8, ...loop } }),
    y: defer(here, { forMs: 60_000, attempts: 0, error }),
  };
};

const undone = found({}, 'loop: restless dials it, strict closes it (evicted), 3 times in 8ms');

/** Nothing comes of it, however often. */
const leavesAlone = (diagram: string, events: Record<string, Event>): void =>
  marbles(({ hot, expectCommands }) => expectCommands(hot(diagram, events).pipe(steps(state), policy())).toBe(''));

describe('stormGuard', () => {
  drawing('stormGuard', 'breaks the loop of two policies that undo each other, at the third time within the window', {
    policy,
    from: state,
    events: ['  d-c-d-c-d-c', { d: dials(), c: ends() }],
    commands: ['----------(xy)', undone],
  });

  it('breaks nothing one turn short', () => leavesAlone('d-c-d-c', { d: dials(), c: ends() }));

  it('counts a turn a millisecond before the window has passed, and forgets it on it', () => {
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('d-c-d-c 92ms d-c', { d: dials(), c: ends() });
      const late = found({ withinMs: 99 }, 'loop: restless dials it, strict closes it (evicted), 3 times in 99ms');
      expectCommands(event$.pipe(steps(state), policy())).toBe('101ms (xy)', late);
    });
    leavesAlone('d-c-d-c 93ms d-c', { d: dials(), c: ends() });
  });

  it('knows a loop by its causes: what dials because its last connection there has ended', () =>
    marbles(({ hot, expectCommands }) => {
      const u = unreachable('out-1', { address: here });
      const end = { by: 'network', did: 'close', reason: 'unreachable' } as const;
      const links: Loop['links'] = [{ by: 'again', did: 'dial' }, end];
      const { x, y } = found({ links, withinMs: 4 },
        'loop: again dials it, network closes it (unreachable), 3 times in 4ms');
      expectCommands(hot('dudududu', { d: dials('again', u), u }).pipe(steps(state), policy()))
        .toBe('-------(xy)', { x, y });
    }));

  it('leaves honest attempts alone: dialled on a tick, ended by the network or by the remote', () => {
    const r = closed('out-1', { address: here, reason: 'full', endedBy: 'remote' });
    leavesAlone('dudududududu', { d: dials(), u: unreachable('out-1', { address: here }) });
    leavesAlone('drdrdrdrdrdr', { d: dials(), r });
  });

  it('leaves alone what ends at a deadline, which nobody decided', () => {
    const t = closed('out-1', { address: here, reason: 'timed-out', endedBy: 'local', phase: 'greeting' });
    leavesAlone('dtdtdtdtdt', { d: dials(), t });
  });

  it('names the guard where one refuses what a policy dials', () =>
    marbles(({ hot, expectCommands }) => {
      const refusal = refused({ type: 'welcome', peer: 'out-1' }, { guard: 'picky', reason: 'ugly' });
      const told = decided(closed('out-1', { address: here, reason: 'refused', endedBy: 'local' }), 'connections',
        close('out-1', 'refused'), refusal);
      const links: Loop['links'] = [{ by: 'restless', did: 'dial' }, { by: 'picky', did: 'refuse', reason: 'refused' }];
      const { x, y } = found({ links, withinMs: 6 }, 'loop: restless dials it, picky refuses it, 3 times in 6ms');
      expectCommands(hot('drcdrcdrc', { d: dials(), r: refusal, c: told }).pipe(steps(state), policy()))
        .toBe('--------(xy)', { x, y });
    }));

  it('takes no dial and no drop of the operator for a turn, and begins anew after one', () => {
    leavesAlone('dcdcdcdcdc', { d: dials('operator'), c: ends() });
    leavesAlone('dcdcdcdcdc', { d: dials(), c: ends('operator') });
    leavesAlone('dcdcocdcdc', { d: dials(), o: dials('operator'), c: ends() });
  });

  it('finds a loop that others come between', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('dcecdcecdc', { d: dials(), e: dials('other'), c: ends() });
      const error = 'loop: restless dials it, strict closes it (evicted), 3 times in 8ms';
      expectCommands(event$.pipe(steps(state), policy())).toBe('---------(xy)', found({}, error));
    }));

  it('counts each address by itself', () => {
    const there = '10.0.0.2:7000';
    const e = decided(dialStarted('out-2', { address: there }), 'restless', dial(there));
    const f = decided(closed('out-2', { address: there, endedBy: 'local' }), 'strict', close('out-2', 'evicted'));
    leavesAlone('dcefdcef', { d: dials(), c: ends(), e, f });
  });

  it('counts from the beginning once it has broken a loop', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('dcdcdcdcdc', { d: dials(), c: ends() }).pipe(steps(state), policy()))
        .toBe('-----(xy)',
          found({ withinMs: 4 }, 'loop: restless dials it, strict closes it (evicted), 3 times in 4ms'))));

  it('breaks nothing while the node stops', () =>
    marbles(({ hot, expectCommands }) => {
      const stopping = aState({ addresses: { [here]: {} }, lifecycle: 'stopping' });
      expectCommands(hot('dcdcdc', { d: dials(), c: ends() }).pipe(steps(stopping), policy())).toBe('');
    }));
});
