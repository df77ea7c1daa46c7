// The metrics of one node, for Prometheus. They watch it from outside: no part of the loop knows that they are there.
//
//     step$ ──> observe ──> fold ──┐
//     answered ──> counts ─────────┼──> registry ──> text
//     state, figures ──────────────┘    when somebody asks
import { Registry } from 'prom-client';
import type { Answered } from '../answered.ts';
import type { Step } from '../step.ts';
import { Buckets, histogram } from './buckets.ts';
import { connectionMeters } from './connectionMeters.ts';
import { Fold } from './fold.ts';
import { networkMeters } from './networkMeters.ts';
import { nodeMeters, type NodeLook } from './nodeMeters.ts';
import { requestMeters } from './requestMeters.ts';

const DIRECTIONS = ['in', 'out'] as const;

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
  const answered = requestMeters(registry);
  const handshakes = { in: new Buckets(), out: new Buckets() };
  const roundTrips = new Buckets();
  histogram(registry, {
    name: 'millrace_handshake_seconds', labels: ['direction'], help: 'From dial or connection to alive.',
    read: () => DIRECTIONS.filter((direction) => handshakes[direction].count > 0)
      .map((direction) => [{ direction }, handshakes[direction]] as const),
  });
  histogram(registry, {
    name: 'millrace_round_trip_seconds', labels: [], help: 'Round trips of pings.', read: () => [[{}, roundTrips]],
  });
  const fold = new Fold(
    { handshake: (direction, ms) => handshakes[direction].take(ms), roundTrip: (ms) => roundTrips.take(ms) },
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
