// `millrace peers`: the connections of a running node, in both directions and in every phase.
import type { PeerReport } from '../../status/peersReport.ts';
import { askOnce, type AskFlags } from '../askNode.ts';
import { columns } from '../columns.ts';
import { print, printJson, width } from '../output.ts';
import { EDGE_DROPPABLE, EDGE_HEADING, edgeRow } from '../statusText.ts';

const rowsOf = (peers: readonly PeerReport[], now: number): readonly (readonly string[])[] => [
  [EDGE_HEADING[0], 'PHASE', ...EDGE_HEADING.slice(1)],
  ...peers.map((peer) => {
    const [id = '', ...more] = edgeRow(peer, now);
    return [id, peer.phase, ...more];
  }),
];

export const peers = async ({ data, json }: AskFlags): Promise<void> => {
  const all = (await askOnce(data, { do: 'peers' })) as readonly PeerReport[];
  if (json === true) printJson(all);
  else if (all.length === 0) print('no connections');
  else print(...columns(rowsOf(all, Date.now()), width(), EDGE_DROPPABLE));
};
