// The node itself: who it is, whether it is part of its network, what it has gone through, what it costs.
import type { Registry } from 'prom-client';
import { readiness } from '../status/health.ts';
import type { ProcessFigures } from '../status/statusReport.ts';
import type { Fold } from './fold.ts';
import { byLabel, counter, gauge } from './meters.ts';
import type { Look } from './networkMeters.ts';

const MS_PER_S = 1_000;
const US_PER_S = 1_000_000;

const processMeters = (registry: Registry, figures: () => ProcessFigures): void => {
  gauge(registry, {
    name: 'millrace_event_loop_delay_seconds',
    help: 'Delay of the event loop in the last minute or two, 99th percentile.',
    read: () => figures().eventLoopDelayMsP99 / MS_PER_S,
  });
  gauge(registry, {
    name: 'millrace_resident_memory_bytes', help: 'Memory of the process.', read: () => figures().rssBytes,
  });
  counter(registry, {
    name: 'millrace_cpu_seconds_total', help: 'Time that the process has had on processors.',
    read: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / US_PER_S;
    },
  });
};

export interface NodeLook extends Look {
  readonly figures: () => ProcessFigures;
  /** On how many addresses the node was told to listen. */
  readonly toListen: number;
}

export const nodeMeters = (registry: Registry, fold: Fold, { state, now, figures, toListen }: NodeLook): void => {
  gauge(registry, {
    name: 'millrace_node_info', labels: ['id', 'network', 'version'], help: 'Always 1: who this node is.',
    read: () => {
      const { node: id, network, version } = state().self;
      return [[{ id, network, version }, 1]];
    },
  });
  gauge(registry, {
    name: 'millrace_ready', help: '1 when the node is part of its network, as /ready has it.',
    read: () => Number(readiness(state(), toListen).ready),
  });
  gauge(registry, {
    name: 'millrace_uptime_seconds', help: 'Seconds since the start.',
    read: () => Math.max(0, now() - state().self.startedAt) / MS_PER_S,
  });
  counter(registry, {
    name: 'millrace_events_total', labels: ['type'], help: 'Events that the loop has taken, by type.',
    read: () => byLabel('type', fold.events),
  });
  counter(registry, {
    name: 'millrace_journal_entries_total', help: 'Entries of the journal: events, commands and refusals.',
    read: () => fold.entries,
  });
  gauge(registry, {
    name: 'millrace_saves_pending', help: 'Writes of the address book that are under way.',
    read: () => state().saving,
  });
  processMeters(registry, figures);
};
