// The metrics of one node, for Prometheus. They watch it from outside: no part of the loop knows that they are there.
//
//     step$ ──> observe ──> fold ──┐
//     answered ──> counts ─────────┼──> registry ──> text
//     state, figures ──────────────┘    when somebody asks
import { Histogram, Registry } from 'prom-client';
import type { Answered } from '../answered.ts';
import type { Step } from '../step.ts';
import { connectionMeters } from './connectionMeters.ts';
import { Fold } from './fold.ts';
import { networkMeters } from './networkMeters.ts';
import { nodeMeters, type NodeLook } from './nodeMeters.ts';
import { requestMeters } from './requestMeters.ts';

/** From a loopback's round trip to the 10 s after which a request has failed. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MS_PER_S = 1_000;

export interface NodeMetrics {
  /** Takes a step; a few counts, and nothing that waits. */
  readonly observe: (step: Step) => void;
  /** For `NodeConfig.answered`. */
  readonly answered: (answered: Answered) => void;
  /** One of its own: several nodes can live in one process. Whoever wants more metrics adds them here. */
  readonly registry: Registry;
}

/**
 * Every metric with its meaning: docs/metrics.md. No label has a value that a remote has chosen.
 *
 * @example
 * const metrics = nodeMetrics({ state: () => net.state, now: Date.now, figures: figures.read, toListen: 1 });
 * net.step$.subscribe(metrics.observe);
 * await metrics.registry.metrics(); // '# HELP millrace_connections ...'
 */
export const nodeMetrics = (look: NodeLook): NodeMetrics => {
  const registry = new Registry();
  const histogram = <T extends string>(name: string, help: string, labelNames: T[]): Histogram<T> =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [registry] });
  const handshakes = histogram('millrace_handshake_seconds', 'From dial or connection to alive.', ['direction']);
  const roundTrips = histogram('millrace_round_trip_seconds', 'Round trips of pings.', []);
  const answered = requestMeters(registry, SECONDS);
  const fold = new Fold(
    {
      handshake: (direction, ms) => handshakes.observe({ direction }, ms / MS_PER_S),
      roundTrip: (ms) => roundTrips.observe(ms / MS_PER_S),
    },
    look.now(),
  );
  connectionMeters(registry, fold, look.state);
  networkMeters(registry, fold, look);
  nodeMeters(registry, fold, look);
  return {
    observe: (step) => fold.take(step),
    answered,
    registry,
  };
};
