// Who draws: policies that share one chance, told apart by which of them is at work.
import { defer, ignoreElements, merge, tap, type SchedulerAction, type SchedulerLike } from 'rxjs';
import type { Env } from '../env.ts';
import type { Policy } from '../policy.ts';

type Work<T> = (this: SchedulerAction<T>, state: T) => void;

/** A stack, since a policy's timer can lead to steps that other policies are given. */
export class Attribution {
  readonly #atWork: (string | undefined)[] = [];

  /** The policy at work; `undefined` when none is. */
  get current(): string | undefined {
    return this.#atWork.at(-1);
  }

  /** The policy, with its name up whenever it is given something. */
  policy(name: string, policy: Policy): Policy {
    const enter = (): void => void this.#atWork.push(name);
    const leave = (): void => void this.#atWork.pop();
    return (step$) =>
      merge(
        defer(() => {
          enter();
          return step$.pipe(tap(enter), ignoreElements());
        }),
        step$.pipe(policy),
        defer(() => {
          leave();
          return step$.pipe(tap(leave), ignoreElements());
        }),
      );
  }

  /** A scheduler whose timers are at work for whoever set them. */
  scheduler(scheduler: SchedulerLike): SchedulerLike {
    const atWork = this.#atWork;
    return {
      now: () => scheduler.now(),
      schedule: <T>(work: Work<T>, delayMs?: number, state?: T) => {
        const who = this.current;
        const named = function (this: SchedulerAction<T>, given?: T): void {
          atWork.push(who);
          try {
            work.call(this, given as T);
          } finally {
            atWork.pop();
          }
        };
        return scheduler.schedule(named, delayMs, state);
      },
    };
  }

  /** @param random is told who draws */
  env(env: Env, random: (who: string | undefined) => number): Env {
    return { scheduler: this.scheduler(env.scheduler), random: () => random(this.current), soon: env.soon };
  }
}
