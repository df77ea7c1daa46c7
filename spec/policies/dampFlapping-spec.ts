// How an address is left alone whose connections come and go.
import { defer } from '../../lib/command.ts';
import { dampFlapping } from '../../lib/policies/dampFlapping.ts';
import { aState, closed, marbles, steps, unreachable } from '../../lib/testing/index.ts';
import type { Event } from '../../lib/event.ts';
import { drawing } from '../support/drawing.ts';

const here = '10.0.0.1:7000';
const state = aState({ addresses: { [here]: { attempts: 1 } } });
const policy = () => dampFlapping({ halfLifeMs: 60_000, suppress: 2, reuse: 1 });
const f = closed('out-1', { address: here });
const putOff = (forMs: number, penalty: string) =>
  defer(here, { forMs, attempts: 1, error: `flapping: penalty ${penalty}, limit 2` });

/** What is left of one flap so many milliseconds later. */
const after = (ms: number): number => 2 ** (-ms / 60_000);

const nothing = (event: Event): void =>
  marbles(({ hot, expectCommands }) => expectCommands(hot('eeeeee', { e: event }).pipe(steps(state), policy()))
    .toBe(''));

describe('dampFlapping', () => {
  drawing('dampFlapping',
    'leaves an address alone from the flap that takes its penalty over the limit, until it may be used again', {
    policy,
    from: state,
    events: ['  f-f-f', { f }],
    commands: ['----x', { x: putOff(Math.round(60_000 * Math.log2(after(4) + after(2) + 1)), '3.0') }],
  });

  it('puts off nothing on the limit', () =>
    marbles(({ hot, expectCommands }) => expectCommands(hot('ff', { f }).pipe(steps(state), policy())).toBe('')));

  it('forgets half within a half-life', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('(ff) 59996ms f', { f }).pipe(steps(state), policy())).toBe('')));

  it('leaves alone for longer with every flap, up to four half-lives', () =>
    marbles(({ hot, expectCommands }) => {
      const [x, y] = [putOff(95_098, '3.0'), putOff(120_000, '4.0')];
      expectCommands(hot('(ffff)', { f }).pipe(steps(state), policy())).toBe('(xy)', { x, y });
      const patient = dampFlapping({ halfLifeMs: 60_000, suppress: 16 });
      const longest = defer(here, { forMs: 240_000, attempts: 1, error: 'flapping: penalty 17.0, limit 16' });
      expectCommands(hot('(fffffffffffffffff)', { f }).pipe(steps(state), patient)).toBe('x', { x: longest });
    }));

  it('takes for no flap what never was alive, what we ended, and what came in', () => {
    nothing(unreachable('out-1', { address: here }));
    nothing(closed('out-1', { address: here, reason: 'evicted', endedBy: 'local' }));
    nothing(closed('in-1', { address: here }));
  });

  it('shortens no wait', () =>
    marbles(({ hot, expectCommands }) => {
      const waiting = aState({ addresses: { [here]: { nextAttemptAt: 1_000_000 } } });
      expectCommands(hot('fff', { f }).pipe(steps(waiting), policy())).toBe('');
    }));

  it('puts off nothing while the node stops, and nothing that is not in the book', () =>
    marbles(({ hot, expectCommands }) => {
      const stopping = aState({ addresses: { [here]: {} }, lifecycle: 'stopping' });
      expectCommands(hot('fff', { f }).pipe(steps(stopping), policy())).toBe('');
      expectCommands(hot('fff', { f }).pipe(steps(), policy())).toBe('');
    }));
});
