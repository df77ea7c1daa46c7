// The nodes of the map as a table: every node that is known, or those that are searched for, in the order asked for.
import { matches } from './matches.ts';
import type { NetworkView, Page } from './page.ts';

export type NetworkNode = NetworkView['nodes'][number];

export interface NodeRow {
  readonly node: NetworkNode;
  readonly isOwn: boolean;
  readonly isSelected: boolean;
  /** How many edges it has dialled, and how many lead to it. */
  readonly out: number;
  readonly in: number;
}

export interface NodeRows {
  readonly rows: readonly NodeRow[];
  /** How many more there are than a page shows. */
  readonly more: number;
  readonly found: number;
}

/** Nobody reads more, and a document of thousands of rows is slow. */
export const NODE_ROWS_MAX = 200;

const counted = (ids: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

const WORST_FIRST = ['suspect', 'down', 'lost', 'up', 'left', 'expired'];

type Key = (row: NodeRow) => string | number;

const KEYS: Readonly<Record<string, Key>> = {
  label: ({ node: { label, id } }) => `${label === null ? '2' : '1'}${label ?? id}`,
  verdict: ({ node: { verdict } }) => WORST_FIRST.indexOf(verdict),
  out: ({ out }) => out,
  in: (row) => row.in,
  address: ({ node: { addresses } }) => addresses[0] ?? '',
};

export const compared = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });

/** Only who is searched for, or everybody while nobody is. */
export const nodeRows = ({
  network,
  query,
  sorts: {
    nodes: { by, isDown },
  },
  status,
  selection,
}: Page): NodeRows => {
  if (network === undefined) return { rows: [], more: 0, found: 0 };
  const [outs, ins] = [counted(network.edges.map(({ tail }) => tail)), counted(network.edges.map(({ head }) => head))];
  const all = [...network.nodes, ...network.gone].map((node): NodeRow => ({
    node,
    isOwn: node.id === status?.node.id,
    isSelected: selection?.type === 'node' && selection.id === node.id,
    out: outs.get(node.id) ?? 0,
    in: ins.get(node.id) ?? 0,
  }));
  const found = query.trim() === '' ? all : all.filter(({ node }) => matches(node, query));
  const key = KEYS[by] ?? (() => 0);
  const rows = found.toSorted(
    (a, b) => (isDown ? -1 : 1) * compared(key(a), key(b)) || (a.node.id < b.node.id ? -1 : 1),
  );
  return { rows: rows.slice(0, NODE_ROWS_MAX), more: Math.max(0, rows.length - NODE_ROWS_MAX), found: found.length };
};
