// So many commands in a sliding window, at its boundaries.
import { expect } from 'chai';
import { map, pipe } from 'rxjs';
import { ping, type Command } from '../lib/command.ts';
import { limit } from '../lib/limit.ts';
import { issue, on } from '../lib/policy.ts';
import { heard, marbles, steps } from '../lib/testing/index.ts';

const talkative = pipe(on('peer-heard'), issue(({ event }) => [ping(event.peer)]));
const a = heard('a');
const x = ping('a');

describe('limit', () => {
  it('lets the last one pass that fits, and drops the next', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aaa', { a }).pipe(steps(), limit(talkative, { commands: 2, perMs: 10 }))).toBe('xx', { x })));

  it('drops one a millisecond before the window has passed, and lets it through on it', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('a--------aa', { a }).pipe(steps(), limit(talkative, { commands: 1, perMs: 10 })))
        .toBe('          x---------x', { x })));

  it('slides: what was dropped takes no room', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('a-aaaa----a-a', { a }).pipe(steps(), limit(talkative, { commands: 2, perMs: 10 })))
        .toBe('          x-x-------x-x', { x })));

  it('lets nothing pass when told 0', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aaa', { a }).pipe(steps(), limit(talkative, { commands: 0, perMs: 10 }))).toBe('')));

  it('counts what it drops, and says which', () => {
    const dropped: unknown[] = [];
    marbles(({ hot, expectCommands }) => {
      const onDropped = (command: Command, count: number): void => void dropped.push([command, count]);
      const options = { commands: 1, perMs: 10, onDropped };
      expectCommands(hot('aaa', { a }).pipe(steps(), limit(talkative, options))).toBe('x', { x });
    });
    expect(dropped).to.deep.equal([[x, 1], [x, 2]]);
  });

  it('limits any operator', () =>
    marbles(({ hot, expectObservable }) =>
      expectObservable(hot('abc').pipe(limit(map((letter: string) => letter), { commands: 2, perMs: 5 }))).toBe('ab')));
});
