// Connections: how many there are, how they came about, how they ended, and what they have carried.
import type { Registry } from 'prom-client';
import { alive, pending, type State } from '../state.ts';
import type { Fold } from './fold.ts';
import { byLabel, counter, gauge, type Reading } from './meters.ts';

const DIRECTIONS = ['in', 'out'] as const;

const byDirection = (count: (direction: 'in' | 'out') => number): Reading =>
  DIRECTIONS.map((direction) => [{ direction }, count(direction)] as const);

/** `in/opened` as two labels. */
const split = (counts: Iterable<readonly [string, number]>, name: string): Reading =>
  [...counts].map(([key, count]) => {
    const [direction = '', rest = ''] = key.split('/');
    return [{ direction, [name]: rest }, count] as const;
  });

export const connectionMeters = (registry: Registry, fold: Fold, state: () => State): void => {
  gauge(registry, {
    name: 'millrace_connections', labels: ['direction'],
    help: 'Connections that are alive: in, they dialled and ask; out, this node dialled and asks.',
    read: () => byDirection((direction) => alive(state(), direction)),
  });
  gauge(registry, {
    name: 'millrace_connections_pending', labels: ['direction'],
    help: 'Connections on their way to be alive.',
    read: () => byDirection((direction) => pending(state(), direction)),
  });
  counter(registry, {
    name: 'millrace_dials_total', labels: ['outcome'],
    help: 'Dials that have ended: opened, or the reason why not.',
    read: () => byLabel('outcome', fold.dials),
  });
  counter(registry, {
    name: 'millrace_handshakes_total', labels: ['direction', 'outcome'],
    help: 'Handshakes that have ended: opened or failed.',
    read: () => split(fold.handshakes, 'outcome'),
  });
  counter(registry, {
    name: 'millrace_closings_total', labels: ['direction', 'reason'],
    help: 'Connections that have ended, by the reason.',
    read: () => split(state().closed, 'reason'),
  });
  counter(registry, {
    name: 'millrace_refusals_total', labels: ['guard'],
    help: 'Commands that a guard has refused, and connections that were turned away: gate/group, gate/all, gate/room.',
    read: () => byLabel('guard', state().refused),
  });
  gauge(registry, {
    name: 'millrace_bans', help: 'Nodes, hosts and addresses that are banned.', read: () => state().bans.size,
  });
  counter(registry, {
    name: 'millrace_bans_total', help: 'Bans so far, those that were made longer among them.', read: () => fold.bans,
  });
  counter(registry, {
    name: 'millrace_received_bytes_total', help: 'Bytes from peers, as of the last sign of life of each.',
    read: () => fold.bytesIn,
  });
  counter(registry, {
    name: 'millrace_sent_bytes_total', help: 'Bytes to peers, as of the last sign of life of each.',
    read: () => fold.bytesOut,
  });
  gauge(registry, {
    name: 'millrace_addresses', help: 'Addresses that are known, whether or not anybody is there.',
    read: () => state().addresses.size,
  });
};
