// Requests that have been answered, by route. A node answers hundreds of thousands a second, and prom-client looks a
// metric up by a text made of its labels: so they are counted here, and become metrics when somebody asks.
import { Histogram, type Registry } from 'prom-client';
import type { Answered } from '../answered.ts';
import { counter } from './meters.ts';

const NAME = 'millrace_request_seconds';
const HELP = 'Requests from peers, by the route that answers.';
const MS_PER_S = 1_000;
const OUTCOMES = ['answered', 'failed', 'cancelled', 'no-route'] as const;

/** Of one route: there are as many as this node has handlers, and one for all that it has not. */
interface Counts {
  readonly ended: Record<Answered['outcome'], number>;
  /** How many took no longer than each bound and longer than the one before; at last those beyond all. */
  readonly within: number[];
  ms: number;
}

interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName: string;
}

const total = ({ ended }: Counts): number => OUTCOMES.reduce((sum, outcome) => sum + ended[outcome], 0);

/** One histogram as Prometheus has it: each bucket holds all that are smaller as well. */
const samplesOf = (route: string, counts: Counts, seconds: readonly number[]): readonly Sample[] => {
  let sum = 0;
  const buckets = [...seconds, '+Inf'].map((le, at) => {
    sum += counts.within[at] ?? 0;
    return { labels: { le, route }, value: sum, metricName: `${NAME}_bucket` };
  });
  return [
    ...buckets,
    { labels: { route }, value: counts.ms / MS_PER_S, metricName: `${NAME}_sum` },
    { labels: { route }, value: total(counts), metricName: `${NAME}_count` },
  ];
};

/** @param seconds the bounds of the buckets, ascending @returns takes what has been answered */
export const requestMeters = (registry: Registry, seconds: readonly number[]): ((answered: Answered) => void) => {
  const routes = new Map<string, Counts>();
  const bounds = seconds.map((bound) => bound * MS_PER_S);
  const begun = (route: string): Counts => {
    const counts: Counts = {
      ended: { 'answered': 0, 'failed': 0, 'cancelled': 0, 'no-route': 0 },
      within: Array.from({ length: bounds.length + 1 }, () => 0),
      ms: 0,
    };
    routes.set(route, counts);
    return counts;
  };
  counter(registry, {
    name: 'millrace_requests_total', labels: ['route', 'outcome'],
    help: 'Requests from peers that have ended, by the route that answers; other: nobody answers it here.',
    read: () => [...routes].flatMap(([route, { ended }]) =>
      OUTCOMES.flatMap((outcome) => (ended[outcome] === 0 ? [] : [[{ route, outcome }, ended[outcome]] as const]))),
  });
  const histogram = new Histogram({
    name: NAME, help: HELP, labelNames: ['route'], buckets: [...seconds], registers: [registry],
  });
  const get = (): Promise<object> => Promise.resolve({
    name: NAME, help: HELP, type: 'histogram', aggregator: 'sum',
    values: [...routes].flatMap(([route, counts]) => samplesOf(route, counts, seconds)),
  });
  Object.assign(histogram, { get, getForPromString: get }); // the second is the one that the registry asks
  return ({ route, outcome, ms }) => {
    const counts = routes.get(route) ?? begun(route);
    counts.ended[outcome]++;
    counts.ms += ms;
    let at = 0;
    while (at < bounds.length && ms > (bounds[at] ?? Infinity)) at++;
    counts.within[at] = (counts.within[at] ?? 0) + 1;
  };
};
