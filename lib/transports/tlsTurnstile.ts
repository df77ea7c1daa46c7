// Lets a few pieces of work run at once, in the order they came.
import { Observable, Subscription, type MonoTypeOperatorFunction } from 'rxjs';

export interface TurnstileOptions {
  readonly most: number;
  /** A piece of work that takes longer no longer counts, so that the slow cannot keep the others waiting. */
  readonly heldMs: number;
}

/**
 * An operator that subscribes to its source only when there is room, and shares that room with all else it was used
 * for. What is unsubscribed while it waits leaves the line. The line is bounded by whoever
 * uses it: incoming sockets by `UNSECURED_MAX`, outgoing ones by the node's own policies.
 */
export const tlsTurnstile = ({ most, heldMs }: TurnstileOptions): (<T>() => MonoTypeOperatorFunction<T>) => {
  const waiting = new Set<() => void>();
  let inside = 0;

  const enter = (begin: () => void): Subscription => {
    inside++;
    const timer = setTimeout(() => room.unsubscribe(), heldMs);
    const room = new Subscription(() => {
      clearTimeout(timer);
      inside--;
      const [next] = waiting;
      if (next === undefined) return;
      waiting.delete(next);
      next();
    });
    begin();
    return room;
  };

  return () => (work$) => new Observable((subscriber) => {
    const line = new Subscription();
    const start = (): void => {
      line.add(enter(() => line.add(work$.subscribe(subscriber))));
    };
    if (inside < most) {
      start();
    } else {
      waiting.add(start);
      line.add(() => waiting.delete(start));
    }
    return line;
  });
};
