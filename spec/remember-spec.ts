// A policy as a reducer of its own.
import { expect } from 'chai';
import { of, pipe } from 'rxjs';
import { groundsOf } from '../lib/because.ts';
import { close, type Command } from '../lib/command.ts';
import { on } from '../lib/policy.ts';
import { remember } from '../lib/remember.ts';
import { heard, marbles, steps, ticked, type Diagram } from '../lib/testing/index.ts';
import type { Event } from '../lib/event.ts';

/** Closes a peer at its third word. */
const third = pipe(
  on('peer-heard'),
  remember(0, (count, { event }) => [count + 1, count === 2 ? [close(event.peer, 'flooded')] : []]),
);

describe('remember', () => {
  const words = (hot: (marbles: string, values: Record<string, Event>) => Diagram<Event>): Diagram<Event> =>
    hot('aa-t-a-a', { a: heard('a'), t: ticked('idle') });

  it('hands what was remembered from step to step', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(words(hot).pipe(steps(), third)).toBe('-----x', { x: close('a', 'flooded') })));

  it('begins from the seed with every subscription', () =>
    marbles(({ cold, expectCommands }) => {
      const command$ = cold('aaa', { a: heard('a') }).pipe(steps(), third);
      expectCommands(command$).toBe('--x', { x: close('a', 'flooded') });
      expectCommands(command$).toBe('--x', { x: close('a', 'flooded') });
    }));

  it('names the step as the cause, and keeps what was weighed', () => {
    const commands: Command[] = [];
    const weighed = remember(0, (count) => [count + 1, [{ command: close('a', 'idle'), inputs: { count } }]] as const);
    of(heard('a'), heard('a')).pipe(steps(), weighed).subscribe((command) => commands.push(command));
    expect(commands.map(groundsOf))
      .to.deep.equal([{ cause: 1, inputs: { count: 0 } }, { cause: 2, inputs: { count: 1 } }]);
  });

  it('errors when the reducer throws', () =>
    marbles(({ hot, expectCommands }) => {
      const broken = remember(0, () => {
        throw new Error('a bug');
      });
      expectCommands(hot('--a', { a: heard('a') }).pipe(steps(), broken)).toBe('--#', {}, new Error('a bug'));
    }));
});
