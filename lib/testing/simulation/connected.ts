// Whether a network is one: what I20 asks for once the faults are over, and I1 of both ends of a connection.
import type { Inhabitant } from './inhabitant.ts';

/** The nodes that are connected to a node in a direction, as itself believes. */
const neighbours = ({ net }: Inhabitant, direction: 'in' | 'out'): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const peer of net?.state.peers.values() ?? []) {
    if (peer.direction === direction && peer.phase === 'alive' && peer.node !== undefined) ids.add(peer.node);
  }
  return ids;
};

export interface Topology {
  /** Groups of nodes that are connected, the largest first; both ends of a connection must know of it. */
  readonly groups: readonly (readonly Inhabitant[])[];
  /** Edges of which only one end knows. */
  readonly halves: readonly string[];
}

export const topology = (inhabitants: readonly Inhabitant[]): Topology => {
  const running = inhabitants.filter(({ standing }) => standing === 'running');
  const [outs, ins] = [new Map<string, ReadonlySet<string>>(), new Map<string, ReadonlySet<string>>()];
  const byId = new Map(running.map((one) => [one.id, one]));
  for (const one of running) {
    outs.set(one.id, neighbours(one, 'out'));
    ins.set(one.id, neighbours(one, 'in'));
  }
  const isEdge = (tail: string, head: string): boolean =>
    outs.get(tail)?.has(head) === true && ins.get(head)?.has(tail) === true;
  const near = (id: string): readonly string[] =>
    [...(outs.get(id) ?? []), ...(ins.get(id) ?? [])].filter((other) => isEdge(id, other) || isEdge(other, id));
  return { groups: grouped(running, near, byId), halves: halvesOf(running, outs, ins, byId) };
};

const grouped = (
  running: readonly Inhabitant[],
  near: (id: string) => readonly string[],
  byId: ReadonlyMap<string, Inhabitant>,
): readonly (readonly Inhabitant[])[] => {
  const seen = new Set<string>();
  const groups: Inhabitant[][] = [];
  for (const first of running) {
    if (seen.has(first.id)) continue;
    seen.add(first.id);
    const group = [first];
    for (const one of group) {
      for (const id of near(one.id)) {
        const other = byId.get(id);
        if (other === undefined || seen.has(id)) continue;
        seen.add(id);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups.sort((a, b) => b.length - a.length);
};

const halvesOf = (
  running: readonly Inhabitant[],
  outs: ReadonlyMap<string, ReadonlySet<string>>,
  ins: ReadonlyMap<string, ReadonlySet<string>>,
  byId: ReadonlyMap<string, Inhabitant>,
): readonly string[] =>
  running.flatMap((one) => [
    ...[...(outs.get(one.id) ?? [])]
      .filter((id) => byId.has(id) && ins.get(id)?.has(one.id) !== true)
      .map((id) => `n${one.number} to n${byId.get(id)?.number ?? 0}: only the tail knows`),
    ...[...(ins.get(one.id) ?? [])]
      .filter((id) => byId.has(id) && outs.get(id)?.has(one.id) !== true)
      .map((id) => `n${byId.get(id)?.number ?? 0} to n${one.number}: only the head knows`),
  ]);
