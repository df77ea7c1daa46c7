// What must not grow past a limit.
import { defer, filter, map } from 'rxjs';
import { violation, type Invariant, type Violation } from '../invariant.ts';
import type { Step } from '../step.ts';

/**
 * Violated at the step that takes `measure` over `max`; told again only once it has been within, so that an alarm sounds
 * once and not at every step of a bad hour.
 *
 * @param name what is limited, as a person would say it
 * @example atMost(({ state }) => alive(state, 'out') + pending(state, 'out'), 8, 'eight outgoing connections')
 */
export const atMost =
  (measure: (step: Step) => number, max: number, name: string): Invariant =>
  (step$) =>
    defer(() => {
      let wasOver = false;
      return step$.pipe(
        map((step): Violation | undefined => {
          const value = measure(step);
          const isNews = value > max && !wasOver;
          wasOver = value > max;
          return isNews ? violation(name, step, { value, max }) : undefined;
        }),
        filter((found) => found !== undefined),
      );
    });
