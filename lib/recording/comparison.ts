// Two streams of commands, what one policy does and what another one would do, and where they differ.
import type { Command } from '../command.ts';
import type { EntryId } from '../journal.ts';

export type Side = 'live' | 'candidate';

/** A command that only one of the two gave. */
export interface PolicyDifference {
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
  readonly side: Side;
  /** The policy's name. */
  readonly by: string;
  readonly command: Command;
  /** The entry of the journal that it was given for; absent for one that came out of a timer. */
  readonly cause?: EntryId;
}

export interface PolicyCounts {
  /** Commands that both gave. */
  readonly same: number;
  readonly onlyLive: number;
  readonly onlyCandidate: number;
}

export interface ComparisonReport extends PolicyCounts {
  /** Until here what was seen is what the candidate would have seen as well; absent when it never differed. */
  readonly exactUntil?: number;
  /** The first ones, as many as are kept. */
  readonly differences: readonly PolicyDifference[];
  /** Why the candidate ended before its time: the message of its error. */
  readonly failed?: string;
}

export interface ComparisonOptions {
  /** How far apart in time the same command of the two may be; a second unless told. */
  readonly toleranceMs?: number;
  /** How many differences are kept; a hundred unless told. All are counted. */
  readonly differencesMax?: number;
  /** Told of each difference, once the time for its counterpart is up. */
  readonly onDifference?: (difference: PolicyDifference) => void;
}

/** Time-outs are in whole seconds, and a heartbeat measures silence to a second. */
export const TOLERANCE_MS = 1_000;

/** A person reads ten. */
const DIFFERENCES_MAX = 100;

/** Commands that wait for their counterpart: of a policy that gives more in a second, the oldest wait no longer. */
const WAITING_MAX = 10_000;

/** The same bytes for the same command, in whatever order its fields were written. */
const canonical = (command: Command): string => JSON.stringify(command, Object.keys(command).sort());

const OTHER: Readonly<Record<Side, Side>> = { live: 'candidate', candidate: 'live' };

const keyOf = (side: Side, { by, command }: PolicyDifference): string =>
  `${side}/${by}/${canonical(command)}`;

/**
 * @example
 * const comparison = new Comparison({ onDifference: console.log });
 * const policy = shadow({ live, candidate }, { env, name: 'redial', comparison });
 * comparison.report.onlyCandidate // so far
 */
export class Comparison {
  readonly #options: Required<ComparisonOptions>;
  readonly #counts = { same: 0, onlyLive: 0, onlyCandidate: 0 };
  readonly #differences: PolicyDifference[] = [];
  /** Oldest first, and where in it the ones of the same content are. */
  readonly #waiting = new Map<number, PolicyDifference>();
  readonly #alike = new Map<string, number[]>();
  #last = 0;
  #exactUntil: number | undefined;
  #failed: string | undefined;

  constructor(options: ComparisonOptions = {}) {
    this.#options = {
      toleranceMs: TOLERANCE_MS,
      differencesMax: DIFFERENCES_MAX,
      onDifference: () => undefined,
      ...options,
    };
  }

  get toleranceMs(): number {
    return this.#options.toleranceMs;
  }

  get report(): ComparisonReport {
    return {
      ...this.#counts,
      ...(this.#exactUntil === undefined ? {} : { exactUntil: this.#exactUntil }),
      differences: [...this.#differences],
      ...(this.#failed === undefined ? {} : { failed: this.#failed }),
    };
  }

  /** One of the two has given a command. */
  given(given: PolicyDifference): void {
    this.settle(given.at);
    const counterpart = this.#alike.get(keyOf(OTHER[given.side], given))?.[0];
    if (counterpart === undefined) this.#wait(given);
    else {
      this.#take(counterpart);
      this.#counts.same += 1;
    }
  }

  /** What has waited for too long has no counterpart. @param now milliseconds since 1970 */
  settle(now: number): void {
    for (const [id, { at }] of this.#waiting) {
      if (now - at <= this.#options.toleranceMs) return;
      this.#differ(id);
    }
  }

  /** Nothing more will come. */
  finish(): void {
    for (const id of [...this.#waiting.keys()]) this.#differ(id);
  }

  /** The candidate has thrown, and says nothing more. */
  fail(what: string): void {
    this.#failed ??= what;
  }

  #wait(given: PolicyDifference): void {
    this.#last += 1;
    this.#waiting.set(this.#last, given);
    const key = keyOf(given.side, given);
    const alike = this.#alike.get(key);
    if (alike === undefined) this.#alike.set(key, [this.#last]);
    else alike.push(this.#last);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > WAITING_MAX && oldest !== undefined) this.#differ(oldest);
  }

  #take(id: number): PolicyDifference | undefined {
    const taken = this.#waiting.get(id);
    if (taken === undefined) return undefined;
    this.#waiting.delete(id);
    const key = keyOf(taken.side, taken);
    const alike = (this.#alike.get(key) ?? []).filter((other) => other !== id);
    if (alike.length === 0) this.#alike.delete(key);
    else this.#alike.set(key, alike);
    return taken;
  }

  #differ(id: number): void {
    const difference = this.#take(id);
    if (difference === undefined) return;
    this.#counts[difference.side === 'live' ? 'onlyLive' : 'onlyCandidate'] += 1;
    this.#exactUntil = Math.min(this.#exactUntil ?? Infinity, difference.at);
    if (this.#differences.length < this.#options.differencesMax) this.#differences.push(difference);
    this.#options.onDifference(difference);
  }
}
