// The network as one node sees it by itself, for as long as nobody has told it of the rest.
import type { State } from '../state.ts';

export interface NetworkFigures {
  readonly nodes: number;
  readonly edges: number;
  /** Of the agreed map; empty when there is none. */
  readonly digest: string;
  readonly agreement: {
    readonly proven: boolean;
    /** ISO 8601; null: never yet. */
    readonly since: string | null;
    /** Of the nodes known, from 0 to 1. */
    readonly share: number;
  };
}

/**
 * The node itself and those it has met, and its own edges. Ids that others only tell of are not counted: anybody can
 * make those up by the thousand. There is no digest and no agreement, since nobody was asked.
 */
export const ownView = (state: State): NetworkFigures => {
  const nodes = new Set([state.self.node]);
  let edges = 0;
  for (const { node, phase } of state.peers.values()) {
    if (phase !== 'alive') continue;
    edges++;
    if (node !== undefined) nodes.add(node);
  }
  for (const { node, aliveAt } of state.addresses.values()) {
    if (node !== undefined && aliveAt !== undefined) nodes.add(node);
  }
  return { nodes: nodes.size, edges, digest: '', agreement: { proven: false, since: null, share: 0 } };
};
