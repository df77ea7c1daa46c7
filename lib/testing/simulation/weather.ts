// What the links of a simulated network are like at the moment: the faults change it, the memory network asks.
import type { MemoryConditions } from '../../transports/memoryConditions.ts';
import { Pairs } from './pairs.ts';

/** A log-normal distribution of variance 0.25 by its quantiles: no machine computes a logarithm differently. */
const QUANTILES = [0.4, 0.52, 0.61, 0.69, 0.77, 0.85, 0.94, 1.03, 1.13, 1.24, 1.38, 1.55, 1.79, 2.2, 2.8, 4.5] as const;

/** One way between two nodes, in milliseconds: a building, a country, an ocean. */
const DISTANCES_MS = [1, 3, 8, 15, 40, 80] as const;

/** However many things slow a link down: what is sent before the last fault ends must arrive some seconds after it. */
const SLOWEST = 30;

export class Weather {
  readonly #random: () => number;
  readonly #distances = new Pairs();
  readonly #drawn = (): number => DISTANCES_MS[Math.floor(this.#random() * DISTANCES_MS.length)] ?? 1;
  /** How many times as long everything takes; and for the links of some hosts. */
  slower = 1;
  readonly slowHosts = new Map<string, number>();
  /** How often a write takes a whole second more. */
  spikes = 0;
  loss = 0;
  bytesPerSecond = Infinity;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @param more what holds for the whole run */
  conditions(more: Pick<MemoryConditions, 'windowBytes'> & { readonly chunkBytes?: number }): MemoryConditions {
    return {
      latencyMs: (from, to) => this.#latencyMs(from, to),
      jitterMs: 0, // the latency is drawn for each write, and the order of bytes is kept all the same
      loss: () => this.loss,
      bytesPerSecond: () => this.bytesPerSecond,
      ...more,
    };
  }

  #latencyMs(from: string, to: string): number {
    const place = this.#random() * (QUANTILES.length - 1);
    const below = Math.floor(place);
    const [low = 1, high = low] = [QUANTILES[below], QUANTILES[below + 1]];
    const factor = low + (high - low) * (place - below);
    const slowHost = Math.max(this.slowHosts.get(from) ?? 1, this.slowHosts.get(to) ?? 1);
    const slower = Math.min(SLOWEST, this.slower * slowHost);
    const spikeMs = this.spikes > 0 && this.#random() < this.spikes ? 1_000 : 0;
    return Math.ceil(this.#distance(from, to) * factor * slower) + spikeMs;
  }

  /** The same both ways and for the whole run. */
  #distance(one: string, two: string): number {
    return this.#distances.of(one, two, this.#drawn);
  }
}
