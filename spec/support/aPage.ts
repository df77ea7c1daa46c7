// What the dashboard of a small network knows: anna, who shows it, bruno, whom she dialled, and clara, who dialled her.
import type { Action } from '../../lib/dashboard/page/action.ts';
import type { NetworkView, Page, Report } from '../../lib/dashboard/page/page.ts';
import { emptyPage, reducePage } from '../../lib/dashboard/page/reducePage.ts';
import type { ToldEntry } from '../../lib/dashboard/page/told.ts';
import { iso } from '../../lib/iso.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';
import type { Edge } from '../../lib/status/edge.ts';

/** When everything in it happens, unless told. */
export const NOON = Date.UTC(2026, 10, 25, 12);

export const [ANNA, BRUNO, CLARA] = [nodeIdFrom('anna'), nodeIdFrom('bruno'), nodeIdFrom('clara')];

type NetworkNode = NetworkView['nodes'][number];

export const aNode = (name: string, more: Partial<NetworkNode> = {}): NetworkNode => ({
  id: nodeIdFrom(name),
  label: name,
  addresses: [`10.0.0.${name.length}:7000`],
  verdict: 'up',
  seq: NOON,
  equivocal: false,
  ...more,
});

export const aNetwork = (more: Partial<NetworkView> = {}): NetworkView => ({
  digest: 'ab'.repeat(32),
  at: iso(NOON),
  nodes: ['anna', 'bruno', 'clara'].map((name) => aNode(name)),
  edges: [
    [ANNA, BRUNO],
    [BRUNO, CLARA],
    [CLARA, ANNA],
  ].map(([tail = '', head = '']) => ({ tail, head, denied: false })),
  agreement: { proven: true, since: iso(NOON), radius: 4, share: 1, excluded: [], manyExcluded: false },
  gone: [],
  goneEdges: [],
  partition: null,
  ...more,
});

export const anEdge = (peer: string, name: string, more: Partial<Edge> = {}): Edge => ({
  peer,
  id: nodeIdFrom(name),
  label: name,
  address: '10.0.0.9:7000',
  since: iso(NOON - 60_000),
  rttMs: 12,
  heardAt: iso(NOON),
  bytesIn: 1_000,
  bytesOut: 2_000,
  requests: 3,
  ...more,
});

export const aReport = (more: Partial<Report> = {}): Report => ({
  node: {
    id: ANNA,
    label: 'anna',
    addresses: ['10.0.0.1:7000'],
    version: '0.1.0',
    network: 'test',
    boot: 'boot-1',
    startedAt: iso(NOON - 90_000),
    uptimeMs: 90_000,
    secure: true,
    http: '127.0.0.1:7080',
    lifecycle: 'running',
  },
  outgoing: [anEdge('out-1', 'bruno')],
  incoming: [anEdge('in-2', 'clara')],
  attempting: [],
  idle: [],
  banned: [],
  network: { nodes: 3, edges: 3, digest: 'ab'.repeat(32), agreement: { proven: true, since: iso(NOON), share: 1 } },
  closed: {},
  refused: {},
  process: { rssBytes: 80_000_000, eventLoopDelayMsP99: 2 },
  ...more,
});

export const anEntry = (id: number, more: Partial<ToldEntry> = {}): ToldEntry => ({
  id,
  at: iso(NOON),
  kind: 'event',
  by: 'peers',
  cause: null,
  type: 'peer-opened',
  peer: `out-${id}`,
  text: `out-${id} is alive`,
  ...more,
});

/** The page after these actions, each a second after the one before. */
export const pageAfter = (actions: readonly Action[], before: Page = emptyPage(NOON)): Page =>
  actions.reduce((page, action) => reducePage(page, { ...action, at: page.now + 1_000 }), before);

/** As it is once the stream has opened. */
export const aPage = (more: { readonly network?: NetworkView; readonly status?: Report } = {}): Page =>
  pageAfter([
    { type: 'status-came', status: more.status ?? aReport() },
    { type: 'network-came', network: more.network ?? aNetwork() },
    { type: 'stream-opened', seq: 100 },
  ]);
