// `millrace peers`: the connections of a running node, in both directions and in every phase.
import { map } from 'rxjs';
import type { PeerReport } from '../../status/peersReport.ts';
import { askNode, askOnce, type AskFlags } from '../askNode.ts';
import { leftOutNote, table } from '../columns.ts';
import { print, printJson, width } from '../output.ts';
import { EDGE_DROPPABLE, EDGE_HEADING, edgeRow } from '../statusText.ts';
import { watch } from '../watch.ts';

const rowsOf = (peers: readonly PeerReport[], now: number): readonly (readonly string[])[] => [
  [EDGE_HEADING[0], 'PHASE', ...EDGE_HEADING.slice(1)],
  ...peers.map((peer) => {
    const [id = '', ...more] = edgeRow(peer, now);
    return [id, peer.phase, ...more];
  }),
];

export interface PeersFlags extends AskFlags {
  readonly watch?: boolean;
}

const textOf = (all: readonly PeerReport[]): readonly string[] => {
  if (all.length === 0) return ['no connections'];
  const { lines, leftOut } = table(rowsOf(all, Date.now()), width(), EDGE_DROPPABLE);
  return [...lines, ...leftOutNote(leftOut)];
};

/** Without what changes with time alone. */
const stable = (all: readonly PeerReport[]): unknown => all.map((peer) => ({ ...peer, ageMs: 0 }));

export const peers = async ({ data, json, watch: isWatch }: PeersFlags): Promise<void> => {
  if (isWatch === true) {
    const peer$ = askNode(data, { do: 'peers' }).pipe(map((all) => all as readonly PeerReport[]));
    await watch(peer$, { json, text: textOf, stable, sight: (all, at) => ({ of: 'peers', at, peers: all }) });
    return;
  }
  const all = (await askOnce(data, { do: 'peers' })) as readonly PeerReport[];
  if (json === true) printJson(all);
  else print(...textOf(all));
};
