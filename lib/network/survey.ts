// Who is up: a function of the map alone, without timers and without an opinion of the one who asks.
import type { NodeId } from '../nodeId.ts';
import { graphOf, type Graph } from './graph.ts';
import { Lineage } from './lineage.ts';
import type { NetworkMap } from './networkMap.ts';
import type { Reach } from './reach.ts';
import type { Verdict } from './verdict.ts';
import type { Version } from './version.ts';

export type { Verdict } from './verdict.ts';

interface View {
  /** Whose view it is; undefined: nobody's, and then nobody is lost. */
  readonly me?: NodeId | undefined;
  readonly sweepTime: number;
}

/**
 * What a map says of its nodes. A value like the map: that it is found out from the survey before, as long as nobody
 * goes on from an older one, is a matter of what it costs. A class for the sake of that: no comparison sees it.
 */
export class Survey {
  readonly map: NetworkMap;
  readonly #view: View;
  #lineage: Lineage;
  #age: number;
  #verdicts: readonly Verdict[] | undefined;

  /** @internal `survey` and `resurveyed` make them */
  constructor(map: NetworkMap, view: View, lineage: Lineage) {
    this.map = map;
    this.#view = view;
    [this.#lineage, this.#age] = [lineage, lineage.age];
  }

  /** Of the next map. @internal */
  next(map: NetworkMap, changed: readonly NodeId[]): Survey {
    const lineage = this.#current;
    lineage.change(map, changed);
    return new Survey(map, this.#view, lineage);
  }

  /** Tells that the map has not changed for a while: the time for tidying up. Nothing else is seen of it. */
  rest(): void {
    this.#current.rest(this.map);
  }

  get sweepTime(): number {
    return this.#view.sweepTime;
  }

  /** Who looks, if it is in the map. */
  get viewer(): NodeId | undefined {
    const { me } = this.#view;
    return me === undefined || this.#current.verdictOf(me) === undefined ? undefined : me;
  }

  /** How many nodes are in the map. */
  get size(): number {
    return this.#current.size;
  }

  /** How many are up. */
  get up(): number {
    return this.#current.up;
  }

  get hasSuspects(): boolean {
    return this.#current.hasSuspects;
  }

  /** Those at the other ends of the viewer's edges that are up. */
  get neighbours(): readonly NodeId[] {
    return this.#current.neighbours;
  }

  /** Those that claim an edge to the viewer, whether or not it denies that. */
  get tails(): readonly NodeId[] {
    return this.#current.tails;
  }

  /** How far those that are up are from the viewer, without some of them; undefined: it is not in the map. */
  reachWithout(left: readonly NodeId[]): Reach | undefined {
    return this.#current.reachWithout(left);
  }

  /** Drawn from scratch: for pictures and reports. */
  get graph(): Graph {
    return graphOf(this.map);
  }

  /** The viewer's number in the graph. */
  get me(): number | undefined {
    return this.viewer === undefined ? undefined : this.graph.indexOf.get(this.viewer);
  }

  /** By the numbers of the graph. */
  get verdicts(): readonly Verdict[] {
    return (this.#verdicts ??= this.graph.ids.map((id) => this.verdictOf(id) ?? 'lost'));
  }

  /** All nodes, in the order of their ids' bytes: the same value as long as nobody comes or goes. */
  get ids(): readonly NodeId[] {
    return this.#current.ids;
  }

  /** What counts of a node; undefined: it is not in the map. */
  versionOf(id: NodeId): Version | undefined {
    return this.#current.versionOf(id);
  }

  verdictOf(id: NodeId): Verdict | undefined {
    return this.#current.verdictOf(id);
  }

  withVerdict(wanted: readonly Verdict[]): readonly NodeId[] {
    return this.#current.withVerdict(wanted);
  }

  /** Its own, if somebody has gone on from here. */
  get #current(): Lineage {
    if (this.#lineage.age !== this.#age) {
      this.#lineage = new Lineage(this.map, { me: this.#view.me, sweepTime: this.#view.sweepTime });
      this.#age = 0;
    }
    return this.#lineage;
  }
}

/**
 * The verdict on every node, as seen from one: its own doubters do not cut it off from its own view. All nodes of one
 * component see the same.
 *
 * @param sweepTime `sweepTimeOf(now)`
 * @example survey(map, { me: state.self.node, sweepTime: sweepTimeOf(now) })
 */
export const survey = (map: NetworkMap, { me, sweepTime }: View): Survey =>
  new Survey(map, { me, sweepTime }, new Lineage(map, { me, sweepTime }));

/**
 * The same as `survey` of that map and its sweep, found out from the survey of the one before: at a cost of what has
 * changed, not of how many nodes there are.
 *
 * @param changed the nodes whose entries are others now
 */
export const resurveyed = (before: Survey, map: NetworkMap, changed: readonly NodeId[], me: NodeId): Survey =>
  map.sweepTime === before.sweepTime ? before.next(map, changed) : survey(map, { me, sweepTime: map.sweepTime });

export const verdictOf = (seen: Survey, id: NodeId): Verdict | undefined => seen.verdictOf(id);

/** The nodes with a verdict, in the order of their ids' bytes. */
export const withVerdict = (seen: Survey, ...wanted: readonly Verdict[]): readonly NodeId[] => seen.withVerdict(wanted);
