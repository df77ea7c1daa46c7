// A policy that is moved by something else than a step.
import { expect } from 'chai';
import { map } from 'rxjs';
import { groundsOf } from '../lib/because.ts';
import { ping } from '../lib/command.ts';
import { heard, marbles, steps, virtualEnv } from '../lib/testing/index.ts';
import { poisson } from '../lib/poisson.ts';
import { whenever } from '../lib/whenever.ts';

const a = heard('a');

describe('whenever', () => {
  it('decides on the latest step, and on nothing before the first', () =>
    marbles(({ hot, expectObservable }) => {
      const [event$, trigger$] = [hot('--a-a', { a }), hot('-t-t-t')];
      const policy = whenever(trigger$, () => [ping('a')]);
      expectObservable(event$.pipe(steps(), policy, map(groundsOf)))
        .toBe('---1-2', { 1: { cause: 1 }, 2: { cause: 2 } });
    }));

  it('hands on what the trigger said', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('a', { a }).pipe(steps(), whenever(hot('-bc'), (_, peer) => [ping(peer)])))
        .toBe('-xy', { x: ping('b'), y: ping('c') })));

  it('ends with the steps, not with the trigger', () =>
    marbles(({ hot, expectCommands, expectSubscriptions }) => {
      const trigger$ = hot('-t-|');
      expectCommands(hot('a----|', { a }).pipe(steps(), whenever(trigger$, () => []))).toBe('-----|');
      const endless$ = hot('-t');
      expectCommands(hot('a----|', { a }).pipe(steps(), whenever(endless$, () => []))).toBe('-----|');
      expectSubscriptions(endless$.subscriptions).toBe('^----!');
    }));

  it('passes an error of the trigger on', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('a', { a }).pipe(steps(), whenever(hot('-#'), () => []))).toBe('-#')));

  it('subscribes to the steps once', () =>
    marbles(({ hot, expectCommands, expectSubscriptions }) => {
      const event$ = hot('a-|', { a });
      expectCommands(event$.pipe(steps(), whenever(hot('-'), () => []))).toBe('--|');
      expectSubscriptions(event$.subscriptions).toBe(['^-!']);
    }));
});

describe('poisson', () => {
  it('waits as long as chance has it, the mean at the median draw of e', () =>
    marbles(({ expectObservable, scheduler }) =>
      expectObservable(poisson(10, scheduler, () => 1 - 1 / Math.E).pipe(map(() => 't')), '^ 25ms !')
        .toBe('10ms t---------t')));

  it('comes so often on average', () => {
    const env = virtualEnv({ seed: 3 });
    let ticks = 0;
    const running = poisson(1_000, env.scheduler, env.random).subscribe(() => ticks++);
    env.scheduler.advanceBy(10_000_000);
    running.unsubscribe();
    expect(ticks).to.be.within(9_700, 10_300);
  });
});
