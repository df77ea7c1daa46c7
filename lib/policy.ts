// What a node chooses: an RxJS operator from what happened to what should be done.
import { filter, type Observable, type OperatorFunction } from 'rxjs';
import { because, type Inputs } from './because.ts';
import type { Command } from './command.ts';
import type { Env } from './env.ts';
import type { Event, EventOf } from './event.ts';
import { expanded } from './expanded.ts';
import type { Step } from './step.ts';
import { stepsOf } from './steps.ts';

/**
 * A plain operator. One that wants time takes `scheduler: SchedulerLike = asyncScheduler` last, as RxJS does; one that
 * wants chance takes `random` the same way. An error ends the node, with the policy's name.
 */
export type Policy = OperatorFunction<Step, Command>;

/** By name: the journal shows it as the one who issued a command. Run in this order on every step. */
export type Policies = Readonly<Record<string, Policy>>;

/** How a node is given its policies when they want the node's own time and chance. */
export type MakePolicies = Policies | ((env: Env) => Policies);

/** The steps of the events named, with their type narrowed. */
export const on =
  <T extends Event['type']>(...types: readonly [T, ...T[]]): OperatorFunction<Step, Step<EventOf<T>>> =>
  (step$) => {
    const wanted: ReadonlySet<Event['type']> = new Set(types);
    const own$ = stepsOf(step$, wanted) as Observable<Step<EventOf<T>>> | undefined;
    return own$ ?? step$.pipe(filter((step): step is Step<EventOf<T>> => wanted.has(step.event.type)));
  };

/** A command together with what was weighed for it. */
export interface Decision {
  readonly command: Command;
  readonly inputs: Inputs;
}

const marked = <E extends Event>(step: Step<E>, decided: Command | Decision): Command =>
  'inputs' in decided ? because(step, decided.command, decided.inputs) : because(step, decided);

const NOTHING: readonly Command[] = [];

/** @internal */
export const markedAll = <E extends Event>(
  step: Step<E>, decided: readonly (Command | Decision)[],
): readonly Command[] =>
  decided.length === 0 ? NOTHING : decided.map((one) => marked(step, one));

/**
 * Commands out of one step, each with that step as its cause.
 *
 * @example pipe(on('peer-opened'), issue(({ event }) => [ping(event.peer)]))
 */
export const issue = <E extends Event>(
  decide: (step: Step<E>) => readonly (Command | Decision)[],
): OperatorFunction<Step<E>, Command> =>
  expanded((step) => markedAll(step, decide(step)));
