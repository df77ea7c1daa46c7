// Requests that have been answered, by route. A node answers hundreds of thousands a second, so they are only counted,
// and become metrics when somebody asks.
import type { Registry } from 'prom-client';
import type { Answered } from '../answered.ts';
import { Buckets, histogram } from './buckets.ts';
import { counter } from './meters.ts';

const OUTCOMES = ['answered', 'failed', 'cancelled', 'no-route'] as const;

/** Of one route: there are as many as this node has handlers, and one for all that it has not. */
interface Counts {
  readonly ended: Record<Answered['outcome'], number>;
  readonly took: Buckets;
}

const noCounts = (): Counts => ({
  ended: { 'answered': 0, 'failed': 0, 'cancelled': 0, 'no-route': 0 },
  took: new Buckets(),
});

/** @returns takes what has been answered */
export const requestMeters = (registry: Registry): ((answered: Answered) => void) => {
  const routes = new Map<string, Counts>();
  const begun = (route: string): Counts => {
    const counts = noCounts();
    routes.set(route, counts);
    return counts;
  };
  counter(registry, {
    name: 'millrace_requests_total', labels: ['route', 'outcome'],
    help: 'Requests from peers that have ended, by the route that answers; other: nobody answers it here.',
    read: () => [...routes].flatMap(([route, { ended }]) =>
      OUTCOMES.flatMap((outcome) => (ended[outcome] === 0 ? [] : [[{ route, outcome }, ended[outcome]] as const]))),
  });
  histogram(registry, {
    name: 'millrace_request_seconds', labels: ['route'], help: 'Requests from peers, by the route that answers.',
    read: () => [...routes].map(([route, { took }]) => [{ route }, took] as const),
  });
  return ({ route, outcome, ms }) => {
    const counts = routes.get(route) ?? begun(route);
    counts.ended[outcome]++;
    counts.took.take(ms);
  };
};
