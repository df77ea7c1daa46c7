// A policy with a bug, given a bounded number of lives.
import { expect } from 'chai';
import { pipe, Subject, throwError } from 'rxjs';
import { ping } from '../lib/command.ts';
import { LoopError } from '../lib/errors.ts';
import { on, type Policy } from '../lib/policy.ts';
import { remember } from '../lib/remember.ts';
import { RestartError, restartable } from '../lib/restartable.ts';
import type { Step } from '../lib/step.ts';
import { heard, marbles, steps } from '../lib/testing/index.ts';
import { Town } from './support/town.ts';

const bug = new Error('a bug');

/** Pings whoever it hears, and fails at its third word. */
const brittle: Policy = pipe(
  on('peer-heard'),
  remember(0, (count, { event }) => {
    if (count === 2) throw bug;
    return [count + 1, [ping(event.peer)]];
  }),
);

/** Fails at every third tick. */
const brittleClock: Policy = pipe(
  on('ticked'),
  remember(0, (count) => {
    if (count === 2) throw bug;
    return [count + 1, []];
  }),
);
const a = heard('a');
const x = ping('a');

describe('restartable', () => {
  it('begins the policy anew, from its seed, without the step that it failed on', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aaa-aa', { a }).pipe(steps(), restartable(brittle, 1))).toBe('xx--xx', { x })));

  it('lets the error through once it has been restarted as often as it may be, with the count', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aaaaaaaaa', { a }).pipe(steps(), restartable(brittle, 2)))
        .toBe('xx-xx-xx#', { x }, new RestartError(2, bug))));

  it('restarts nothing when told 0', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aaa', { a }).pipe(steps(), restartable(brittle, 0)))
        .toBe('xx#', { x }, new RestartError(0, bug))));

  it('tells of each restart', () => {
    const told: unknown[] = [];
    const happened = new Subject<ReturnType<typeof heard>>();
    const running = happened
      .pipe(steps(), restartable(brittle, 2, (error, count) => told.push([error, count])))
      .subscribe({ error: () => told.push('ended') });
    for (let count = 0; count < 9; count++) happened.next(a);
    expect(told).to.deep.equal([[bug, 1], [bug, 2], 'ended']);
    running.unsubscribe();
  });

  it('says how often it was restarted and what it failed on', () => {
    expect(new RestartError(1, bug).message).to.equal('was restarted once, and failed again: a bug');
    expect(new RestartError(3, bug))
      .to.include({ message: 'was restarted 3 times, and failed again: a bug', cause: bug });
    expect(new RestartError(0, bug).message).to.equal('failed, and is not to be restarted: a bug');
  });

  it('ends a node with the policy\'s name and the count', () => {
    const town = new Town();
    const house = town.house('a', { policies: { mine: restartable(brittleClock, 2) } });
    town.advance(60_000);
    expect(house.ended).to.be.instanceOf(LoopError);
    expect((house.ended as LoopError).message)
      .to.equal('policy mine failed: was restarted 2 times, and failed again: a bug');
  });

  it('restarts nothing when it is the steps that fail', () =>
    marbles(({ expectCommands }) =>
      expectCommands(throwError(() => bug)
        .pipe((step$) => step$, restartable<Step, never>((step$) => step$ as never, 3)))
        .toBe('#', {}, bug)));
});
