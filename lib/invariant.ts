// What must hold at every step, written once: a marble test fails on it, a simulation counts it, a node in production
// sounds an alarm.
import debug from 'debug';
import { connect, ignoreElements, map, merge, tap, type MonoTypeOperatorFunction, type OperatorFunction } from 'rxjs';
import type { Inputs } from './because.ts';
import type { Event } from './event.ts';
import type { EntryId } from './journal.ts';
import type { Policy } from './policy.ts';
import { alive, pending, type State } from './state.ts';
import type { Step } from './step.ts';

/** For operators: each violation, with DEBUG=millrace:invariant. */
const log = debug('millrace:invariant');

/** One step at which an invariant did not hold. */
export interface Violation {
  readonly invariant: string;
  /** The event's place in the journal: `millrace events` and `why` tell the rest. */
  readonly step: EntryId;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: Event['type'];
  /** What was measured, and how the node stood. */
  readonly facts: Inputs;
}

/** An operator from steps to the violations among them; `never` and `atMost` make them. It issues nothing. */
export type Invariant = OperatorFunction<Step, Violation>;

/** The invariant was broken: the message names it, the step and the facts. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly violation: Violation;

  constructor(violation: Violation) {
    super(inWords(violation));
    this.violation = violation;
  }
}

const inWords = ({ invariant, step, event, at, facts }: Violation): string => {
  const known = Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ');
  return `${invariant}: violated at step ${step} (${event}) at ${at} ms: ${known}`;
};

const standing = (state: State): Inputs => ({
  lifecycle: state.lifecycle,
  outgoing: alive(state, 'out'),
  incoming: alive(state, 'in'),
  dialling: pending(state, 'out'),
});

/** @internal */
export const violation = (invariant: string, { id, event, state, now }: Step, facts: Inputs): Violation =>
  ({ invariant, step: id, at: now, event: event.type, facts: { ...facts, ...standing(state) } });

/**
 * Passes steps on, and errors with an InvariantError on the first one at which an invariant does not hold: for tests and
 * simulations.
 *
 * @example net.step$.pipe(check(atMost(({ state }) => alive(state, 'out'), 8, 'eight heads')))
 */
export const check =
  (...invariants: readonly Invariant[]): MonoTypeOperatorFunction<Step> =>
  (step$) =>
    // connect: all see one stream, and the invariants see each step first, so that a bad one goes no further
    step$.pipe(connect((shared$) => merge(...invariants.map((invariant) => shared$.pipe(invariant, fail)), shared$)));

const fail: OperatorFunction<Violation, never> = map((found) => {
  throw new InvariantError(found);
});

/**
 * The invariants as a policy that issues nothing: it tells of each violation, and the node goes on.
 *
 * @param tell where to sound the alarm; each violation is also logged as `millrace:invariant`
 * @example { ...defaultPolicies({}, env), alarm: alarm([eightHeads], (violation) => pager.page(violation)) }
 */
export const alarm =
  (invariants: readonly Invariant[], tell: (violation: Violation) => void): Policy =>
  (step$) =>
    merge(...invariants.map((invariant) => step$.pipe(invariant))).pipe(
      tap((found) => {
        log('%s', inWords(found));
        tell(found);
      }),
      ignoreElements(),
    );
