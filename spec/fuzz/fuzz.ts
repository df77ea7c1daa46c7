// Tries inputs on a target, one after the other, keeps those that lead somewhere new, and tells what must not be.
import { sfc32 } from '../../lib/sfc32.ts';
import { minimal } from './minimal.ts';
import { Mutator } from './mutator.ts';
import type { Outcome, Target } from './target.ts';

/** A busy machine is no finding: what took too long is tried again so often, by the processor's time. */
const RETRIES = 3;
/** Where the messages of a decoder quote what they refuse, there is no end of them. */
const KINDS_MAX = 512;
const FINDINGS_MAX = 20;
/** Looking at the clock takes as long as a short decoder. */
const LOOK_EVERY = 64;
/** Code that runs for the first time is compiled: that is the engine's time, and spent once. */
const WARM_UPS = 10;
const WARM_UP_BYTES_MAX = 1_024;

export interface Finding {
  readonly what: string;
  readonly bytes: Uint8Array;
}

export interface Fuzzed {
  readonly name: string;
  readonly inputs: number;
  readonly cpuMs: number;
  readonly slowestMs: number;
  /** The shortest input for each kind of outcome. */
  readonly reached: ReadonlyMap<string, Uint8Array>;
  readonly findings: readonly Finding[];
}

export interface Options {
  readonly seed: number;
  readonly inputs: number;
  /** On the clock of the wall; for ever unless told. */
  readonly ms?: number;
  /** Kept by earlier runs. */
  readonly corpus?: readonly Uint8Array[];
}

const cpuMsNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

class Run {
  readonly #target: Target;
  readonly #reached = new Map<string, Uint8Array>();
  readonly #pool: Uint8Array[] = [];
  readonly #findings = new Map<string, Finding>();
  inputs = 0;
  slowestMs = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  get reached(): ReadonlyMap<string, Uint8Array> {
    return this.#reached;
  }

  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  one(random: () => number): Uint8Array {
    return this.#pool[Math.floor(random() * this.#pool.length)] ?? new Uint8Array(0);
  }

  /** What the run begins with is always drawn from, whatever it leads to. */
  begin(bytes: Uint8Array): void {
    this.#pool.push(bytes);
    this.take(bytes);
  }

  take(bytes: Uint8Array): void {
    this.inputs++;
    const outcome = this.#target.run(bytes);
    const wrong = outcome.wrong ?? this.#slow(bytes, outcome);
    if (wrong !== undefined) this.#found(bytes, wrong);
    const known = this.#reached.get(outcome.kind);
    if (known === undefined && this.#reached.size >= KINDS_MAX) return;
    if (known !== undefined && known.length <= bytes.length) return;
    const own = Uint8Array.from(bytes);
    if (known === undefined) this.#pool.push(own);
    this.#reached.set(outcome.kind, own);
  }

  /** What took longer than anything before is tried again before that is believed. */
  #slow(bytes: Uint8Array, { ms }: Outcome): string | undefined {
    const { hangMs } = this.#target;
    if (ms <= this.slowestMs) return undefined;
    let [least, leastCpu] = [ms, Infinity];
    for (let again = 0; again < RETRIES; again++) {
      const began = cpuMsNow();
      least = Math.min(least, this.#target.run(bytes).ms);
      leastCpu = Math.min(leastCpu, cpuMsNow() - began);
    }
    const isHang = least > hangMs && leastCpu > hangMs;
    if (!isHang) this.slowestMs = Math.max(this.slowestMs, least);
    return isHang ? `takes more than ${hangMs} ms` : undefined;
  }

  #found(bytes: Uint8Array, what: string): void {
    const shape = what.replace(/\d+/g, '#');
    if (this.#findings.has(shape) || this.#findings.size >= FINDINGS_MAX) return;
    const isStill = (shorter: Uint8Array): boolean => {
      const outcome = this.#target.run(shorter);
      return (outcome.wrong ?? this.#slow(shorter, outcome))?.replace(/\d+/g, '#') === shape;
    };
    const least = minimal(bytes, isStill);
    const { wrong = what } = this.#target.run(least);
    this.#findings.set(shape, { what: wrong, bytes: least });
  }
}

/** @example fuzz(target, { seed: 7, inputs: 1_000_000, ms: 60_000 }).findings */
export const fuzz = (target: Target, { seed, inputs, ms = Infinity, corpus = [] }: Options): Fuzzed => {
  const run = new Run(target);
  const random = sfc32(seed);
  const [began, until] = [cpuMsNow(), performance.now() + ms];
  const first = [...target.seeds(), ...corpus];
  const short = first.filter(({ length }) => length <= WARM_UP_BYTES_MAX).slice(0, WARM_UPS);
  for (let round = 0; round < WARM_UPS; round++) for (const bytes of short) target.run(bytes);
  for (const bytes of first) run.begin(bytes);
  const mutator = new Mutator(random, () => run.one(random), target.words);
  const { mend } = target;
  while (run.inputs < inputs && (run.inputs % LOOK_EVERY !== 0 || performance.now() < until)) {
    const bytes = mutator.next();
    run.take(mend !== undefined && random() < 0.5 ? mend(bytes) : bytes);
  }
  const { slowestMs, reached, findings } = run;
  return { name: target.name, inputs: run.inputs, cpuMs: cpuMsNow() - began, slowestMs, reached, findings };
};
