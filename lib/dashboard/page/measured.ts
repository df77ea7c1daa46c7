// What is measured by looking twice: round-trip times as they went, and bytes a second.
import type { Connection } from './connections.ts';
import type { Page } from './page.ts';

/** A sparkline is some sixty pixels wide. */
export const RTTS_MAX = 40;

const rttsOf = (before: Page['rtts'], peers: readonly Connection[]): Page['rtts'] =>
  new Map(peers.map(({ peer, rttMs }) => {
    const known = before.get(peer) ?? [];
    return [peer, rttMs === null ? known : [...known, rttMs].slice(-RTTS_MAX)];
  }));

const rateOf = (before: Connection | undefined, after: Connection, ms: number): { in: number; out: number } => {
  if (before === undefined || ms <= 0) return { in: 0, out: 0 };
  const each = (bytes: number): number => Math.max(0, (bytes * 1_000) / ms);
  return { in: each(after.bytesIn - before.bytesIn), out: each(after.bytesOut - before.bytesOut) };
};

/** @param ms since the last look */
export const measured = (page: Page, peers: readonly Connection[], ms: number): Pick<Page, 'rtts' | 'rates'> => {
  const before = new Map(page.peers.map((peer) => [peer.peer, peer]));
  return {
    rtts: rttsOf(page.rtts, peers),
    rates: new Map(peers.map((peer) => [peer.peer, rateOf(before.get(peer.peer), peer, ms)])),
  };
};
