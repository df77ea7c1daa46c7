// One map after the other, as one node sees them: what was found out about one is carried over to the next.
import type { NodeId } from '../nodeId.ts';
import { keyOf } from './entry.ts';
import { graphOf, type Graph } from './graph.ts';
import { entryOf, type NetworkMap } from './networkMap.ts';
import { Reach, type Walk } from './reach.ts';
import { Roster } from './roster.ts';
import { mayVote, saidOf, type Said, type Verdict } from './verdict.ts';
import type { Version } from './version.ts';

/** The last ones of each graph: nodes that are simulated together share graphs. */
const saidBefore = new WeakMap<Graph, { readonly sweepTime: number; readonly said: readonly Said[] }>();

const judged = (graph: Graph, sweepTime: number): readonly Said[] =>
  graph.versions.map((version, node) => saidOf(version, sweepTime, () => {
    if (graph.equivocal[node] === true) return 0;
    return (graph.heads[node] ?? []).filter((head, at) => {
      const voter = graph.versions[head];
      return graph.denied[node]?.[at] !== true && voter !== undefined && mayVote(voter, sweepTime);
    }).length;
  }));

const saidIn = (graph: Graph, sweepTime: number): readonly Said[] => {
  const known = saidBefore.get(graph);
  if (known?.sweepTime === sweepTime) return known.said;
  const said = judged(graph, sweepTime);
  saidBefore.set(graph, { sweepTime, said });
  return said;
};

/** Beyond that share of nodes that are not as they were drawn, a drawing at rest pays. */
const CHANGED_SHARE = 1 / 8;
/** So few are no burden. */
const CHANGED_FREE = 32;

const NOBODY: readonly NodeId[] = [];

/** Mutable, and known to the surveys of one node only, of which the last one speaks for it. */
export class Lineage {
  readonly me: NodeId | undefined;
  readonly sweepTime: number;
  #roster: Roster;
  #reach: Reach | undefined;
  /** What holds as long as no edge and nobody's being up changes. */
  #up: readonly NodeId[] | undefined;
  #neighbours: readonly NodeId[] | undefined;
  #ids: { readonly passages: number; readonly ids: readonly NodeId[] } | undefined;
  #left: { readonly names: string; readonly reach: Reach } | undefined;
  /** How many changes it has been through. */
  age = 0;

  constructor(map: NetworkMap, { me, sweepTime }: { me: NodeId | undefined; sweepTime: number }) {
    [this.me, this.sweepTime] = [me, sweepTime];
    this.#roster = this.#drawn(map);
    this.#reach = this.#reached();
  }

  /** How many nodes are in the map. */
  get size(): number {
    return this.#roster.size;
  }

  /** All of them, in the order of their bytes: the same value as long as nobody comes or goes. */
  get ids(): readonly NodeId[] {
    const { passages, graph, count } = this.#roster;
    if (passages === 0) return graph.ids;
    if (this.#ids?.passages === passages) return this.#ids.ids;
    const here = Array.from({ length: count }, (_, node) => node)
      .filter((node) => this.#roster.versionOf(node) !== undefined);
    const ids = this.#sorted(here);
    this.#ids = { passages, ids };
    return ids;
  }

  /** What counts of a node. */
  versionOf(id: NodeId): Version | undefined {
    const node = this.#roster.numberOf(id);
    return node === undefined ? undefined : this.#roster.versionOf(node);
  }

  get hasSuspects(): boolean {
    for (const node of this.#roster.suspects) if (this.#isHeld(node)) return true;
    return false;
  }

  /** How many are up: whom a path leads to, unless it is nobody's view. */
  get up(): number {
    const { counts } = this.#roster;
    if (this.#reach === undefined) return counts.up;
    return this.#reach.reached - (this.isMeUp ? 0 : 1);
  }

  get isMeUp(): boolean {
    return this.me !== undefined && this.verdictOf(this.me) === 'up';
  }

  /** How far the nodes are from this one. Undefined: it is not in the map. */
  get reach(): Reach | undefined {
    return this.#reach;
  }

  /** The same without some nodes. */
  reachWithout(left: readonly NodeId[]): Reach | undefined {
    const me = this.me === undefined ? undefined : this.#roster.numberOf(this.me);
    if (left.length === 0 || me === undefined) return this.#reach;
    const names = left.join();
    if (this.#left?.names === names) return this.#left.reach;
    const out = new Set(left.map((id) => this.#roster.numberOf(id)));
    const walk = this.#walk();
    const reach = new Reach({ ...walk, enters: (node) => !out.has(node) && walk.enters(node) }, me);
    this.#left = { names, reach };
    return reach;
  }

  /** Those at the other ends of this node's edges that are up. */
  get neighbours(): readonly NodeId[] {
    return (this.#neighbours ??= this.#ends((roster, me) =>
      roster.neighboursOf(me).filter((node) => roster.saidOf(node) === 'up')));
  }

  /** Those that claim an edge to this node. */
  get tails(): readonly NodeId[] {
    return this.#ends((roster, me) => roster.tailsOf(me));
  }

  verdictOf(id: NodeId): Verdict | undefined {
    const node = this.#roster.numberOf(id);
    return node === undefined ? undefined : this.#verdictAt(node);
  }

  /** In the order of their ids' bytes. */
  withVerdict(wanted: readonly Verdict[]): readonly NodeId[] {
    if (wanted.length === 1 && wanted[0] === 'up') return (this.#up ??= this.#found(wanted));
    if (wanted.every((verdict) => verdict === 'down' || verdict === 'lost') && !this.#mayHaveLost) {
      return wanted.includes('down') && this.#roster.downs.size > 0 ? this.#sorted(this.#roster.downs) : NOBODY;
    }
    return this.#found(wanted);
  }

  /** @param changed the nodes whose entries are others than in the map before */
  change(map: NetworkMap, changed: readonly NodeId[]): void {
    this.age++;
    const moved = this.#roster.change(changed, (id) => entryOf(map, id));
    if (moved === undefined) this.#draw(map);
    else if (moved.size > 0) this.#move(moved);
  }

  /** When the map has not changed for a while: whoever has the same map shares one drawing of it. */
  rest(map: NetworkMap): void {
    const { changed, size } = this.#roster;
    if (changed > CHANGED_FREE && changed > CHANGED_SHARE * size) this.#draw(map);
  }

  #move(moved: ReadonlySet<number>): void {
    this.#up = this.#neighbours = this.#left = undefined;
    const me = this.me === undefined ? undefined : this.#roster.numberOf(this.me);
    if (me === undefined) this.#reach = undefined;
    else if (this.#reach === undefined) this.#reach = this.#reached();
    else this.#reach.change(this.#walk(), moved);
  }

  #draw(map: NetworkMap): void {
    this.#up = this.#neighbours = this.#left = this.#ids = undefined;
    this.#roster = this.#drawn(map);
    this.#reach = this.#reached();
  }

  #drawn(map: NetworkMap): Roster {
    const graph = graphOf(map);
    return new Roster(graph, saidIn(graph, this.sweepTime), this.sweepTime);
  }

  #reached(): Reach | undefined {
    const me = this.me === undefined ? undefined : this.#roster.numberOf(this.me);
    return me === undefined ? undefined : new Reach(this.#walk(), me);
  }

  #walk(): Walk {
    const roster = this.#roster;
    return {
      count: roster.count,
      neighboursOf: (node) => roster.neighboursOf(node),
      enters: (node) => roster.saidOf(node) === 'up',
    };
  }

  /** Whether anybody may be lost. */
  get #mayHaveLost(): boolean {
    return this.up < this.#roster.counts.up || this.#roster.suspects.size > 0;
  }

  /** Whether somebody that a path leads to stands by an edge with it; or there is nobody who looks. */
  #isHeld(node: number): boolean {
    const [roster, reach] = [this.#roster, this.#reach];
    return reach === undefined || reach.isReached(node) ||
      roster.neighboursOf(node).some((other) => reach.isReached(other) && roster.isHeldBy(other, node));
  }

  #verdictAt(node: number): Verdict | undefined {
    const said = this.#roster.saidOf(node);
    if (said === 'suspect') return this.#isHeld(node) ? said : 'lost';
    return said === 'up' && this.#reach?.isReached(node) === false ? 'lost' : said;
  }

  #ends(endsOf: (roster: Roster, me: number) => readonly number[]): readonly NodeId[] {
    const roster = this.#roster;
    const me = this.me === undefined ? undefined : roster.numberOf(this.me);
    return me === undefined ? NOBODY : endsOf(roster, me).map((node) => roster.idOf(node));
  }

  #found(wanted: readonly Verdict[]): readonly NodeId[] {
    const found: number[] = [];
    for (let node = 0; node < this.#roster.count; node++) {
      const verdict = this.#verdictAt(node);
      if (verdict !== undefined && wanted.includes(verdict)) found.push(node);
    }
    return this.#sorted(found);
  }

  /** What was drawn is numbered in order; what came later is not. */
  #sorted(nodes: Iterable<number>): readonly NodeId[] {
    const numbers = [...nodes].sort((one, two) => one - two);
    const ids = numbers.map((node) => this.#roster.idOf(node));
    if ((numbers.at(-1) ?? 0) < this.#roster.graph.ids.length) return ids;
    return ids.map((id) => ({ id, key: keyOf(id) }))
      .sort((one, two) => (one.key < two.key ? -1 : 1))
      .map(({ id }) => id);
  }
}
