// Metrics whose values are looked up when somebody asks, so that a node which nobody scrapes pays nothing for them.
import { Counter, Gauge, type Registry } from 'prom-client';

export type Labels = Readonly<Record<string, string>>;

/** One value, or one for each set of labels. */
export type Reading = number | readonly (readonly [Labels, number])[];

export interface Meter {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: () => Reading;
}

const each = (reading: Reading): readonly (readonly [Labels, number])[] =>
  typeof reading === 'number' ? [[{}, reading]] : reading;

export const gauge = (registry: Registry, { name, help, labels = [], read }: Meter): void => {
  new Gauge({
    name, help, labelNames: [...labels], registers: [registry],
    collect() {
      this.reset();
      for (const [set, value] of each(read())) this.set(set, value);
    },
  });
};

/** @param meter reads what there has been so far; never less than before */
export const counter = (registry: Registry, { name, help, labels = [], read }: Meter): void => {
  new Counter({
    name, help, labelNames: [...labels], registers: [registry],
    collect() {
      this.reset();
      for (const [set, value] of each(read())) this.inc(set, value);
    },
  });
};

/** Counts by one label, as a reading. */
export const byLabel = (label: string, counts: Iterable<readonly [string, number]>): Reading =>
  [...counts].map(([value, count]) => [{ [label]: value }, count] as const);
