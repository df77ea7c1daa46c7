// Marble tests: how users write them, and what they read when one fails.
import { expect } from 'chai';
import {
  asyncScheduler, concat, groupBy, map, mergeMap, NEVER, of, pipe, skip, take, throwError, timer, type SchedulerLike,
} from 'rxjs';
import { close } from '../../lib/command.ts';
import { on, type Policy } from '../../lib/policy.ts';
import { go, type Reducer } from '../../lib/reducer.ts';
import type { State } from '../../lib/state.ts';
import { Table } from '../../lib/table.ts';
import {
  after, aState, heard, marbles, MarblesError, opened, steps, ticked, type MarbleHelpers,
} from '../../lib/testing/index.ts';

/** Closes a peer that says more than `max` things within a second of the first. */
const flood = (max: number, scheduler: SchedulerLike = asyncScheduler): Policy =>
  pipe(
    on('peer-heard'),
    groupBy(({ event }) => event.peer, { duration: () => timer(1_000, scheduler) }),
    mergeMap((second$) => second$.pipe(skip(max), take(1))),
    map(({ event }) => close(event.peer, 'flooded')),
  );

/** What a marble test that fails says. */
const complaint = (test: (helpers: MarbleHelpers) => void): MarblesError => {
  try {
    marbles(test);
  } catch (error) {
    if (error instanceof MarblesError) return error;
    throw error;
  }
  throw new Error('the marble test passed');
};

const differing = (given: string, wanted: string, values?: Readonly<Record<string, unknown>>): string =>
  complaint(({ cold, expectObservable }) => expectObservable(cold(given, values)).toBe(wanted, values)).message;

describe('marbles', () => {
  it('closes a peer on its third message within a second', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('aab--a', { a: heard('a'), b: heard('b') });
      const expected = '  -----x';
      expectCommands(event$.pipe(steps(), flood(2))).toBe(expected, { x: close('a', 'flooded') });
    }));

  it('spares a peer whose third message comes more than a second after its first', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('aa 999ms a', { a: heard('a') });
      expectCommands(event$.pipe(steps(), flood(2))).toBe('');
    }));

  it('runs what takes a scheduler in virtual time', () =>
    marbles(({ expectObservable, scheduler, time }) => {
      expectObservable(timer(time('  --|')).pipe(map(() => asyncScheduler.now()))).toBe('--(a|)', { a: 2 });
      expectObservable(timer(3_000, scheduler)).toBe('3s (a|)', { a: 0 });
    }));

  it('ends a stream that never ends when the test says so', () =>
    marbles(({ expectObservable }) =>
      expectObservable(timer(0, 2_000), '^ 5s !').toBe('a 1999ms b 1999ms c', { a: 0, b: 1, c: 2 })));

  it('compares steps by what they hold', () =>
    marbles(({ hot, expectSteps }) => {
      const state = aState({ peers: { 'in-1': { phase: 'greeted' } } });
      const event = opened('in-1');
      const expected = after(aState({ peers: { 'in-1': { phase: 'greeted' } } }), 2, event); // not one object shared
      expectSteps(hot('--o', { o: event }).pipe(steps(state)))
        .toBe('       --s', { s: { id: 1, event, state: expected, now: 2 } });
    }));

  it('knows tables of the same content for the same, however they came to be', () =>
    marbles(({ cold, expectObservable }) => {
      const a = Table.from([['x', 1], ['y', 2]]);
      const b = Table.from([['y', 2], ['z', 0], ['x', 1]]).delete('z');
      expectObservable(cold('a', { a })).toBe('a', { a: b });
    }));

  it('compares two streams, and subscriptions', () =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot('-a-b-c-');
      expectObservable(source$.pipe(take(2))).toBe('-a-(b|)');
      expectSubscriptions(source$.subscriptions).toBe('^--!');
      expectObservable(cold('-a')).toEqual(concat(cold('-a'), NEVER));
    }));

  describe('that fail', () => {
    it('show both diagrams, one under the other, and a line for every notification', () => {
      const [a, b, c] = [{ type: 'dial', address: 'b' }, { type: 'dial', address: 'c' }, { type: 'save' }];
      expect(differing('---a--(bc)|', '---a--(bc)', { a, b, c })).to.equal([
        'marbles differ (- actual + expected)',
        '  actual:   ---a--(bc)|',
        '  expected: ---a--(bc)',
        '   3ms a { type: "dial", address: "b" }',
        '   6ms b { type: "dial", address: "c" }',
        '   6ms c { type: "save" }',
        '- 10ms | complete',
      ].join('\n'));
    });

    it('keep one moment in one column', () =>
      expect(differing('-a---b', '-(ab)b').split('\n').slice(1, 3)).to.deep.equal([
        '  actual:   -a---b',
        '  expected: -(ab)b',
      ]));

    it('write long silences as durations', () =>
      expect(differing('a 5s b', 'a 4s b').split('\n').slice(1, 3)).to.deep.equal([
        '  actual:   a 4000ms - 999ms b',
        '  expected: a 4000ms b',
      ]));

    it('give what nobody expected a letter of its own, the same for the same', () =>
      expect(complaint(({ cold, expectObservable }) =>
        expectObservable(cold('uvu', { u: 1, v: 2 })).toBe('xyx', { x: 1, y: 3 })).message.split('\n').slice(1, 3))
        .to.deep.equal(['  actual:   xAx', '  expected: xyx']));

    it('name the first field that differs when something came at its time', () =>
      expect(complaint(({ cold, expectObservable }) =>
        expectObservable(cold('a', { a: { x: { y: 1 } } })).toBe('a', { a: { x: { y: 2 } } })).message)
        .to.match(/at 0ms: \.x\.y is 1, expected 2$/));

    it('tell errors apart', () =>
      expect(complaint(({ expectObservable }) =>
        expectObservable(throwError(() => new Error('a'))).toBe('#', {}, new Error('b'))).message.split('\n').slice(1))
        .to.deep.equal(['  actual:   #', '  expected: #', '- 0ms # Error("a")', '+ 0ms # Error("b")']));

    it('show a stream that said nothing as such', () =>
      expect(complaint(({ expectObservable }) => expectObservable(NEVER).toBe('a')).message.split('\n').slice(1, 3))
        .to.deep.equal(['  actual:   -', '  expected: a']));

    it('give other test tools what they look for, and ask mocha for no diff of its own', () => {
      const error = complaint(({ expectObservable }) => expectObservable(of(1)).toBe('-'));
      expect(error).to.include({ name: 'MarblesError', showDiff: false });
      expect(error.actual).to.have.lengthOf(2);
      expect(error.expected).to.deep.equal([]);
    });

    it('say when subscriptions differ', () =>
      expect(complaint(({ hot, expectObservable, expectSubscriptions }) => {
        const source$ = hot('-a-b-c-');
        expectObservable(source$.pipe(take(1))).toBe('-(a|)');
        expectSubscriptions(source$.subscriptions).toBe('^--!');
      }).message).to.match(/^differ\n- \[SubscriptionLog \{ subscribedFrame: 0, unsubscribedFrame: 1 \}\]/));
  });
});

describe('steps', () => {
  it('counts from 1, tells the time, and goes through the real reducers', () => {
    const all: unknown[] = [];
    of(opened('in-1'), ticked('idle')).pipe(steps(aState({ peers: { 'in-1': { phase: 'greeted' } } }), undefined, {
      now: () => 7, schedule: () => { throw new Error('steps schedule nothing'); },
    })).subscribe(({ id, now, state }) => all.push([id, now, state.tally.get('in/alive')]));
    expect(all).to.deep.equal([[1, 7, 1], [2, 7, 1]]);
  });

  it('begins anew for everybody who subscribes', () => {
    const step$ = of(ticked('idle')).pipe(steps());
    const ids: number[] = [];
    for (let count = 0; count < 2; count++) step$.subscribe(({ id }) => ids.push(id));
    expect(ids).to.deep.equal([1, 1]);
  });

  it('takes other reducers', () =>
    marbles(({ hot, expectObservable }) => {
      const counting: Reducer<State> = (state) => go({ ...state, saving: state.saving + 1 });
      const step$ = hot('aa', { a: ticked('idle') }).pipe(steps(aState(), { counting }));
      expectObservable(step$.pipe(map(({ state }) => state.saving))).toBe('12', { 1: 1, 2: 2 });
    }));
});
