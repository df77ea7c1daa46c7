// Marble tests of policies and of anything else that is a stream, in virtual time. Needs nothing but RxJS, so it serves
// in mocha, vitest, jest and node:test alike: what fails throws.
import type { Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import type { Step } from '../step.ts';
import { equal } from './equal.ts';
import type { Values } from './letters.ts';
import { MarblesError, marblesError } from './marblesError.ts';
import { isMessages, sameMessages, type Message } from './message.ts';
import { show } from './show.ts';

export interface Expectation<T> {
  /** @param values what the letters stand for @param error what `#` stands for; `'error'` unless told */
  toBe(marbles: string, values?: Readonly<Record<string, T>>, error?: unknown): void;
  toEqual(other$: Observable<T>): void;
}

/** A stream made of a diagram, and when it was subscribed to. */
export type Diagram<T> = Observable<T> & {
  readonly subscriptions: Parameters<RunHelpers['expectSubscriptions']>[0];
};

export type Draw = <T = string>(marbles: string, values?: Readonly<Record<string, T>>, error?: unknown) => Diagram<T>;

export interface MarbleHelpers extends Omit<RunHelpers, 'expectObservable' | 'hot' | 'cold'> {
  /** Runs whether or not anybody listens; `^` marks where the test begins. */
  readonly hot: Draw;
  /** Begins anew for everybody who subscribes. */
  readonly cold: Draw;
  /** Any stream; `until` says when to unsubscribe, as in `'^ 5s !'`. */
  readonly expectObservable: <T>(value$: Observable<T>, until?: string) => Expectation<T>;
  /** What a policy issues. */
  readonly expectCommands: (command$: Observable<Command>, until?: string) => Expectation<Command>;
  /** What a controller, or `steps()`, emits. */
  readonly expectSteps: (step$: Observable<Step>, until?: string) => Expectation<Step>;
  /** What a source emits. */
  readonly expectEvents: (event$: Observable<Event>, until?: string) => Expectation<Event>;
  /** For what takes a scheduler or a clock; inside `marbles` the default of every operator runs on it as well. */
  readonly scheduler: TestScheduler;
}

interface Wanted {
  readonly expected: readonly Message[];
  readonly values: Values;
}

/** The names that the test gave to the values of a diagram, found again by what the diagram says. */
const valuesOf = (all: readonly Wanted[], expected: readonly Message[]): Values | undefined =>
  all.find((one) => sameMessages(one.expected, expected))?.values;

const compare = (all: readonly Wanted[]) => (actual: unknown, expected: unknown): void => {
  if (equal(actual, expected)) return;
  if (isMessages(actual) && isMessages(expected)) throw marblesError(actual, expected, valuesOf(all, expected));
  throw new MarblesError(`differ\n- ${show(actual)}\n+ ${show(expected)}`, actual, expected);
};

/**
 * Runs a marble test. One character of a diagram is a millisecond; `5s` and `250ms` are durations.
 *
 * - A group takes as much time as it has characters: what follows `(ab)` is 4 ms later than its beginning.
 * - A clock never ends, and neither does a test of one: give it a span, `expectCommands(command$, '^ 5s !')`.
 * - A Promise does not advance with virtual time. No policy needs one.
 *
 * @throws MarblesError with both diagrams under each other, and one line for every notification
 * @example
 * marbles(({ hot, expectCommands }) => {
 *   const event$ = hot('aab--a', { a: heard('a'), b: heard('b') });
 *   expectCommands(event$.pipe(steps(), flood(2))).toBe('-----x', { x: close('a', 'flooded') });
 * });
 */
export const marbles = <T>(test: (helpers: MarbleHelpers) => T): T => {
  const all: Wanted[] = [];
  const scheduler = new TestScheduler(compare(all));
  return scheduler.run((helpers) => {
    const expectObservable = <V>(value$: Observable<V>, until?: string): Expectation<V> => {
      const expectation = helpers.expectObservable(value$, until ?? null);
      return {
        toBe: (diagram, values, error) => {
          const expected = TestScheduler.parseMarbles(diagram, values, error, undefined, true);
          if (values !== undefined) all.push({ expected, values });
          expectation.toBe(diagram, values, error);
        },
        toEqual: (other$) => expectation.toEqual(other$),
      };
    };
    const same = { expectObservable, expectCommands: expectObservable, expectSteps: expectObservable };
    return test({ ...helpers, ...same, expectEvents: expectObservable, scheduler });
  });
};
