// What the links of a measured network are like: the model of the design's own simulation, on the memory transport.
import { sfc32 } from '../../lib/sfc32.ts';
import { seedFor } from '../../lib/testing/simulation/drawFaults.ts';
import { Pairs } from '../../lib/testing/simulation/pairs.ts';
import type { MemoryConditions } from '../../lib/transports/memoryConditions.ts';

/** One way, uniform, the same both ways and for the whole run. */
export const DELAY_MS_MIN = 5;
export const DELAY_MS_MAX = 80;
/** Of an exponential distribution, drawn for each write. */
export const JITTER_MS_MEAN = 5;

/** Before anything is measured: all the same, so that what nodes say at once arrives at once, and costs one step. */
const CALM_DELAY_MS = 10;

/**
 * TCP loses nothing: a write is lost with the probability `loss`, and comes a retransmission later (200 ms, or two
 * delays where that is more; twice as long for each further loss), and all that follows it on that connection waits.
 */
export class Links {
  /** While a network is built, and nothing is measured yet. */
  areCalm = true;
  /** The share of writes that are lost at first. */
  loss: number;
  readonly #seed: number;
  readonly #jitter: () => number;
  readonly #delays = new Pairs();
  readonly #drawn = (one: string, two: string): number =>
    DELAY_MS_MIN + (DELAY_MS_MAX - DELAY_MS_MIN) * sfc32(seedFor(this.#seed, `${one} ${two}`))();

  constructor(seed: number, loss: number) {
    this.#seed = seed;
    this.loss = loss;
    this.#jitter = sfc32(seedFor(seed, 'jitter'));
  }

  get conditions(): Omit<MemoryConditions, 'windowBytes'> {
    return {
      latencyMs: (from, to) => (this.areCalm ? CALM_DELAY_MS : this.#latencyMs(from, to)),
      jitterMs: 0, // it is in the latency, which is drawn for each write; the order of bytes is kept all the same
      loss: () => (this.areCalm ? 0 : this.loss),
      bytesPerSecond: Infinity,
    };
  }

  #latencyMs(from: string, to: string): number {
    return this.#delayMs(from, to) - JITTER_MS_MEAN * Math.log(1 - this.#jitter());
  }

  #delayMs(from: string, to: string): number {
    return this.#delays.of(from, to, this.#drawn);
  }
}
