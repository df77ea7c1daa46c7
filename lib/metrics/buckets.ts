// Durations by how long they were: a histogram that costs a comparison or two for each, and becomes a metric when asked.
// prom-client looks its own up by a text made of labels for every value.
import { Histogram, type Registry } from 'prom-client';
import type { Labels } from './meters.ts';

/** From a loopback's round trip to the 10 s after which a request has failed. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MS_PER_S = 1_000;
const BOUNDS_MS = SECONDS.map((bound) => bound * MS_PER_S);

export class Buckets {
  /** How many took no longer than each bound and longer than the one before; at last those beyond all. */
  readonly #within = BOUNDS_MS.map(() => 0).concat(0);
  /** How many there were. */
  count = 0;
  #ms = 0;

  /** @param ms not less than 0 */
  take(ms: number): void {
    let at = 0;
    while (at < BOUNDS_MS.length && ms > (BOUNDS_MS[at] ?? Infinity)) at++;
    this.#within[at] = (this.#within[at] ?? 0) + 1;
    this.count++;
    this.#ms += ms;
  }

  /** As Prometheus has it: each bucket holds all that are shorter as well. */
  samples(name: string, labels: Labels): readonly Sample[] {
    let sum = 0;
    const buckets = [...SECONDS, '+Inf'].map((le, at) => {
      sum += this.#within[at] ?? 0;
      return { labels: { le, ...labels }, value: sum, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: this.#ms / MS_PER_S, metricName: `${name}_sum` },
      { labels, value: this.count, metricName: `${name}_count` },
    ];
  }
}

interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName: string;
}

export interface HistogramMeter {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: () => Iterable<readonly [Labels, Buckets]>;
}

/** A histogram of seconds whose values are kept elsewhere. */
export const histogram = (registry: Registry, { name, help, labels, read }: HistogramMeter): void => {
  const metric = new Histogram({ name, help, labelNames: [...labels], buckets: SECONDS, registers: [registry] });
  const get = (): Promise<object> => Promise.resolve({
    name, help, type: 'histogram', aggregator: 'sum',
    values: [...read()].flatMap(([set, buckets]) => buckets.samples(name, set)),
  });
  Object.assign(metric, { get, getForPromString: get }); // the second is the one that the registry asks
};
