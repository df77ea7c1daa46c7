// Two policies on the same steps: the commands of the one go out, those of the other are only compared.
import { catchError, defer, EMPTY, ignoreElements, merge, tap, type Observable } from 'rxjs';
import { groundsOf } from '../because.ts';
import type { Command } from '../command.ts';
import { messageOf } from '../errors.ts';
import type { Policy } from '../policy.ts';
import type { Step } from '../step.ts';
import type { Comparison, PolicyDifference, Side } from './comparison.ts';
import type { PairedChance } from './pairedChance.ts';

export interface TwoPolicies {
  /** The name that both go by. */
  readonly by: string;
  readonly live: Policy;
  readonly candidate: Policy;
  /** What both draw from. */
  readonly chance: PairedChance;
  readonly comparison: Comparison;
  /** The time of a command that no step led to. */
  readonly now: Readonly<Record<Side, () => number>>;
}

/** The candidate hears of each step right after the live policy. One that throws is out, and the node goes on. */
export const sideBySide =
  ({ by, live, candidate, chance, comparison, now }: TwoPolicies): Policy =>
  (step$) =>
    defer(() => {
      let step: Step | undefined;

      const given = (side: Side) => (command: Command): void => {
        const cause = groundsOf(command)?.cause ?? step?.id;
        const of: PolicyDifference = { at: step?.now ?? now[side](), side, by, command };
        comparison.given(cause === undefined ? of : { ...of, cause });
      };
      const begin = (next: Step): void => {
        step = next;
        chance.begin();
        comparison.settle(next.now);
      };
      const end = (): void => {
        step = undefined;
        chance.end();
      };
      const failed = (error: unknown): Observable<never> => {
        comparison.fail(messageOf(error));
        return EMPTY;
      };

      return merge(
        step$.pipe(tap(begin), ignoreElements()),
        step$.pipe(live, tap(given('live'))),
        defer(() => step$.pipe(candidate)).pipe(tap(given('candidate')), ignoreElements(), catchError(failed)),
        step$.pipe(tap(end), ignoreElements()),
      );
    });
