// A policy as a reducer of its own: what it remembers, and what is to be done.
import { defer, type OperatorFunction } from 'rxjs';
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import { expanded } from './expanded.ts';
import { markedAll, type Decision } from './policy.ts';
import type { Step } from './step.ts';

/**
 * Lifts a reducer to an operator: each step and what is remembered so far give what is remembered from now on, and the
 * commands of this step, with the step as their cause. Who subscribes again starts from the seed.
 *
 * What is remembered by peer must be let go of on `peer-closed`; what is remembered by something that a remote chose
 * needs a bound (`scores.ts` has one).
 *
 * @param seed never changed, only replaced: an immutable value
 * @example
 * // has a report written when the address book could not be saved three times in a row
 * pipe(
 *   on('book-saved', 'book-failed'),
 *   remember(0, (failed, { event }) =>
 *     event.type === 'book-saved' ? [0, []] : [failed + 1, failed === 2 ? [report('file')] : []]),
 * )
 */
export const remember =
  <M, E extends Event = Event>(
    seed: M,
    reduce: (memory: M, step: Step<E>) => readonly [M, readonly (Command | Decision)[]],
  ): OperatorFunction<Step<E>, Command> =>
  (step$) =>
    defer(() => {
      let memory = seed;
      return step$.pipe(expanded((step) => {
        const [next, decided] = reduce(memory, step);
        memory = next;
        return markedAll(step, decided);
      }));
    });
