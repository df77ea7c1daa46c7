// The layout as a thing that lives: it takes in every change of the graph, warms up by as much as has changed, and
// cools down again. It never starts anew, so that whoever looks keeps knowing where everything is.
import { arrangement, type Arrangement } from './arrangement.ts';
import { attract } from './attract.ts';
import { place, type Point } from './place.ts';
import { repel } from './repel.ts';

export interface Graph {
  /** The node whose view it is comes first. */
  readonly ids: readonly string[];
  /** Pairs of numbers into `ids`. */
  readonly links: Int32Array;
}

export interface Layout {
  /** Takes in another graph; what was there before stays where it is. */
  change(graph: Graph): void;
  /** Moves everything once. False: it has cooled down, and nothing has moved. */
  tick(): boolean;
  /** Holds a node at a place, until it is let go of. */
  hold(id: string, at: Point | undefined): void;
  /** x and y of every node, in the order of the graph. */
  positions(): Float32Array;
}

const COOL = 0.002;
/** Some 240 ticks from hot to cool. */
const COOLING = 0.026;
const FRICTION = 0.6;
/** So warm that a new edge finds its length, and so cool that the others hardly move. */
const WARMTH_MIN = 0.06;
const WARMTH_MAX = 0.5;
/** Held by the hand: its neighbours follow. */
const HELD_WARMTH = 0.2;

const fingerprint = ({ ids, links }: Graph): ReadonlySet<string> => {
  const edges = new Set<string>();
  for (let at = 0; at < links.length; at += 2)
    edges.add(`${ids[links[at] ?? 0] ?? ''} ${ids[links[at + 1] ?? 0] ?? ''}`);
  return edges;
};

/** How much of the edges is new or gone: 0 to 1. */
const changedShare = (before: ReadonlySet<string>, after: ReadonlySet<string>): number => {
  let common = 0;
  for (const edge of after) if (before.has(edge)) common++;
  const all = before.size + after.size - common;
  return all === 0 ? 0 : 1 - common / all;
};

const move = ({ count, x, y, vx, vy }: Arrangement): void => {
  for (let node = 0; node < count; node++) {
    vx[node] = (vx[node] ?? 0) * FRICTION;
    vy[node] = (vy[node] ?? 0) * FRICTION;
    x[node] = (x[node] ?? 0) + (vx[node] ?? 0);
    y[node] = (y[node] ?? 0) + (vy[node] ?? 0);
  }
};

/** @example const { change, tick, positions } = layout(); change({ ids: ['a', 'b'], links: Int32Array.of(0, 1) }) */
export const layout = (): Layout => {
  let graph = arrangement(0, new Int32Array(0));
  let index: ReadonlyMap<string, number> = new Map();
  let edges: ReadonlySet<string> = new Set();
  let alpha = 0;
  let held: { readonly id: string; readonly at: Point } | undefined;

  const pin = (): void => {
    const node = held === undefined ? undefined : index.get(held.id);
    if (held === undefined || node === undefined) return;
    [graph.x[node], graph.y[node], graph.vx[node], graph.vy[node]] = [held.at.x, held.at.y, 0, 0];
  };

  return {
    change: (next) => {
      const [before, beforeIndex] = [graph, index];
      graph = arrangement(next.ids.length, next.links);
      index = new Map(next.ids.map((id, node) => [id, node]));
      const fresh = place(graph, (node) => {
        const was = beforeIndex.get(next.ids[node] ?? '');
        return was === undefined ? undefined : { x: before.x[was] ?? 0, y: before.y[was] ?? 0 };
      });
      const after = fingerprint(next);
      const share = Math.max(changedShare(edges, after), fresh / Math.max(1, next.ids.length));
      edges = after;
      if (before.count === 0) alpha = 1;
      else if (share > 0 || before.count !== graph.count) {
        alpha = Math.max(alpha, Math.min(WARMTH_MAX, WARMTH_MIN + share));
      }
    },
    tick: () => {
      if (alpha < COOL || graph.count === 0) return false;
      attract(graph, alpha);
      repel(graph, alpha);
      move(graph);
      pin();
      alpha -= alpha * COOLING;
      return true;
    },
    hold: (id, at) => {
      held = at === undefined ? undefined : { id, at };
      if (at !== undefined) alpha = Math.max(alpha, HELD_WARMTH);
      pin();
    },
    positions: () => {
      const both = new Float32Array(2 * graph.count);
      for (let node = 0; node < graph.count; node++) {
        both[2 * node] = graph.x[node] ?? 0;
        both[2 * node + 1] = graph.y[node] ?? 0;
      }
      return both;
    },
  };
};
