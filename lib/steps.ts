// The steps as policies see them: who asks for events of certain types is only told of these.
//
// A filter for each policy costs more than most policies do, since an event is of interest to one or two of them. So
// `on` (policy.ts) asks here, where it stands right behind the loop, and is a filter anywhere else.
import { connect, Observable, type OperatorFunction, type Subscriber } from 'rxjs';
import type { Event } from './event.ts';
import type { Step } from './step.ts';

type Type = Event['type'];

interface Listener {
  /** Undefined: of all events. */
  readonly types: ReadonlySet<Type> | undefined;
  readonly to: Subscriber<Step>;
}

/** By the steps that a loop gives to its policies. */
const loops = new WeakMap<Observable<Step>, Steps>();

/** The steps of some events only; undefined: these are not the steps of a loop, but what something has made of them. */
export const stepsOf = (step$: Observable<Step>, types: ReadonlySet<Type>): Observable<Step> | undefined =>
  loops.get(step$)?.of(types);

/** The latest of these steps, for who wants it now and then; undefined as above. */
export const latestOf = (step$: Observable<Step>): (() => Step | undefined) | undefined => {
  const steps = loops.get(step$);
  return steps === undefined ? undefined : () => steps.latest;
};

/**
 * What a policy is made of that listens to the steps more than once: `connect`, which puts a Subject in between, but for
 * the steps of a loop, which are hot and tell each listener of what it has asked for.
 */
export const together = <T>(make: (step$: Observable<Step>) => Observable<T>): OperatorFunction<Step, T> =>
  (step$) => (loops.has(step$) ? make(step$) : step$.pipe(connect(make)));

/** Hot, as a Subject is: a step goes to all who listen by then, in the order in which they came. Never ends by itself. */
export class Steps {
  readonly step$: Observable<Step>;
  latest: Step | undefined;
  /** Replaced, never changed: a step that is under way goes to those who were there when it began. */
  #listeners: readonly Listener[] = [];
  #byType = new Map<Type, readonly Subscriber<Step>[]>();

  constructor() {
    this.step$ = new Observable((to) => this.#listen({ types: undefined, to }));
    loops.set(this.step$, this);
  }

  of(types: ReadonlySet<Type>): Observable<Step> {
    return new Observable((to) => this.#listen({ types, to }));
  }

  next(step: Step): void {
    this.latest = step;
    for (const to of this.#heard(step.event.type)) to.next(step);
  }

  #listen(listener: Listener): () => void {
    this.#set([...this.#listeners, listener]);
    return () => this.#set(this.#listeners.filter((other) => other !== listener));
  }

  #set(listeners: readonly Listener[]): void {
    this.#listeners = listeners;
    this.#byType = new Map();
  }

  #heard(type: Type): readonly Subscriber<Step>[] {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    const heard = this.#listeners.filter(({ types }) => types === undefined || types.has(type)).map(({ to }) => to);
    this.#byType.set(type, heard);
    return heard;
  }
}
