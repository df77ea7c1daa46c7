// The nodes of a map and the edges between them, kept up to date: a change of the map is worked in where it matters.
//
// Most of it is a graph that was drawn from scratch, and is shared by all who have drawn the same one; what has changed
// since lies over it. Once that is a good part of the whole, the graph is drawn anew (survey.ts): so a change costs what
// it touches, and its share of a drawing now and then.
import type { NodeId } from '../nodeId.ts';
import { absentOf } from './absentOf.ts';
import { equivocates, newest, type Entry } from './entry.ts';
import { denies, type Graph } from './graph.ts';
import { edgeIdOf, type EdgeId } from './ids.ts';
import { difference, newSite, NONE, same, type Numbers, type Site } from './site.ts';
import { tailsOf } from './tailsOf.ts';
import { mayVote, saidOf, type Said } from './verdict.ts';
import type { Version } from './version.ts';

/** What one change leads to, by the numbers of the nodes. */
interface Work {
  /** Whose claims must be looked at anew. */
  readonly claims: Set<number>;
  /** Whose neighbours must. */
  readonly edges: Set<number>;
  /** Of whom something else may be said. */
  readonly judge: Set<number>;
  /** What it came to: who came or went, whose neighbours are others now, who is up now and was not or no longer. */
  readonly moved: Set<number>;
}

const without = (numbers: Numbers, one: number): Numbers => {
  const at = numbers.indexOf(one);
  return at < 0 ? numbers : numbers.toSpliced(at, 1);
};

export class Roster {
  readonly graph: Graph;
  readonly #sweepTime: number;
  readonly #said: readonly Said[];
  readonly #sites = new Map<number, Site>();
  readonly #numbers = new Map<NodeId, number>();
  readonly #byEdgeId = new Map<EdgeId, number>();
  readonly #absent = new Map<EdgeId, Numbers>();
  #count: number;
  #size: number;
  #passages = 0;
  /** How many there are of each. */
  readonly counts: Record<Said, number> = { up: 0, suspect: 0, down: 0, left: 0, expired: 0 };
  readonly downs = new Set<number>();
  readonly suspects = new Set<number>();

  /** @param said of the graph's nodes, at that sweep */
  constructor(graph: Graph, said: readonly Said[], sweepTime: number) {
    this.graph = graph;
    this.#said = said;
    this.#sweepTime = sweepTime;
    this.#count = this.#size = graph.ids.length;
    said.forEach((verdict, node) => this.#tally(node, undefined, verdict));
  }

  /** One more than the greatest number of a node, present or not. */
  get count(): number {
    return this.#count;
  }

  /** How many nodes are in the map. */
  get size(): number {
    return this.#size;
  }

  /** How often a node has come or gone since it was drawn. */
  get passages(): number {
    return this.#passages;
  }

  /** How many nodes are not as they were drawn. */
  get changed(): number {
    return this.#sites.size;
  }

  numberOf(id: NodeId): number | undefined {
    const node = this.#numbers.get(id) ?? this.graph.indexOf.get(id);
    return node === undefined || this.versionOf(node) === undefined ? undefined : node;
  }

  idOf(node: number): NodeId {
    return this.graph.ids[node] ?? this.#sites.get(node)?.id ?? '';
  }

  /** Undefined: it is not in the map. */
  saidOf(node: number): Said | undefined {
    const site = this.#sites.get(node);
    return site === undefined ? this.#said[node] : site.said;
  }

  neighboursOf(node: number): Numbers {
    return this.#sites.get(node)?.neighbours ?? this.graph.neighbours[node] ?? NONE;
  }

  /** Who claims an edge to it, whether or not it denies that. */
  tailsOf(node: number): Numbers {
    return this.#sites.get(node)?.tails ?? tailsOf(this.graph)[node] ?? NONE;
  }

  /**
   * Works in what has changed.
   *
   * @param entryOf what the map holds now of a node; undefined: nothing
   * @returns the nodes that came or went, whose neighbours are others now, or that are up now and were not, or no
   * longer; undefined: this is a case for drawing the graph anew, and this roster is of no use any more
   */
  change(ids: readonly NodeId[], entryOf: (id: NodeId) => Entry | undefined): ReadonlySet<number> | undefined {
    const work: Work = { claims: new Set(), edges: new Set(), judge: new Set(), moved: new Set() };
    if (this.graph.byEdgeId.size !== this.graph.ids.length) return undefined; // two of one name: findByEdgeId.ts
    for (const id of ids) if (!this.#renew(id, entryOf(id), work)) return undefined;
    for (const node of work.claims) this.#claim(node, work);
    for (const node of work.edges) this.#link(node, work);
    for (const node of work.judge) this.#judge(node, work);
    return work.moved;
  }

  /** What counts of a node; undefined: it is not in the map. */
  versionOf(node: number): Version | undefined {
    const site = this.#sites.get(node);
    return site === undefined ? this.graph.versions[node] : site.version;
  }

  #headAt(id: EdgeId): number | undefined {
    const node = this.#byEdgeId.get(id) ?? this.graph.byEdgeId.get(id);
    return node === undefined || this.versionOf(node) === undefined ? undefined : node;
  }

  #absentOf(id: EdgeId): Numbers {
    return this.#absent.get(id) ?? absentOf(this.graph).get(id) ?? NONE;
  }

  /** Whether an edge counts, as far as its ends have a say. */
  #counts(tail: number, head: number): boolean {
    const site = this.#sites.get(tail);
    if (site === undefined ? this.graph.equivocal[tail] === true : site.equivocal) return false;
    const at = (site?.heads ?? this.graph.heads[tail] ?? NONE).indexOf(head);
    return at >= 0 && (site?.denied ?? this.graph.denied[tail])?.[at] === false;
  }

  /** Whether one of two neighbours still says that there is an edge: it has dialled the other, or not doubted it. */
  isHeldBy(other: number, node: number): boolean {
    if (this.#counts(other, node)) return true;
    const name = edgeIdOf(this.idOf(other));
    return this.#counts(node, other) &&
      this.versionOf(node)?.attestations.every(({ observer }) => observer !== name) === true;
  }

  /** A node as it was drawn, as something that can be changed. */
  #open(node: number): Site {
    const known = this.#sites.get(node);
    if (known !== undefined) return known;
    const { ids, versions, equivocal, heads, denied, byEdgeId } = this.graph;
    const version = versions[node];
    const site: Site = {
      id: ids[node] ?? '', version, equivocal: equivocal[node] === true,
      heads: heads[node] ?? NONE, denied: denied[node] ?? [],
      missing: version?.record.body.out.filter((id) => !byEdgeId.has(id)) ?? [],
      tails: this.tailsOf(node), neighbours: this.neighboursOf(node), said: this.#said[node],
    };
    this.#sites.set(node, site);
    return site;
  }

  #openFor(id: NodeId): number {
    const known = this.#numbers.get(id) ?? this.graph.indexOf.get(id);
    if (known !== undefined) return known;
    const node = this.#count++;
    this.#numbers.set(id, node);
    this.#byEdgeId.set(edgeIdOf(id), node);
    this.#sites.set(node, newSite(id));
    return node;
  }

  /** Takes in what is said now, and finds what follows from it. @returns false where two nodes have one name */
  #renew(id: NodeId, entry: Entry | undefined, work: Work): boolean {
    const name = edgeIdOf(id);
    const other = this.#headAt(name) ?? this.#byEdgeId.get(name);
    if (other !== undefined && this.idOf(other) !== id) return false;
    if (entry === undefined && this.numberOf(id) === undefined) return true;
    const node = this.#openFor(id);
    const site = this.#open(node);
    const [before, after] = [site.version, entry === undefined ? undefined : newest(entry)];
    const isEquivocal = entry !== undefined && equivocates(entry);
    const isTwice = isEquivocal !== site.equivocal;
    const { out, denials, standing } = difference(before, after);
    const tails = before === undefined ? this.#absentOf(name) : site.tails;
    [site.version, site.equivocal] = [after, isEquivocal];
    if (after === undefined) this.#size--;
    else if (before === undefined) this.#size++;
    if (after === undefined || before === undefined) this.#passages++;
    if (out) work.claims.add(node);
    if (denials) for (const tail of tails) work.claims.add(tail);
    if (isTwice) for (const end of [node, ...site.heads]) work.edges.add(end);
    if (isTwice || standing) work.judge.add(node);
    if (standing) for (const tail of tails) work.judge.add(tail);
    return true;
  }

  /** The edges that a node claims. */
  #claim(tail: number, work: Work): void {
    const site = this.#open(tail);
    for (const head of site.heads) {
      const there = this.#open(head);
      there.tails = without(there.tails, tail);
      work.edges.add(head);
    }
    for (const id of site.missing) this.#absent.set(id, without(this.#absentOf(id), tail));
    const [heads, denied, missing]: [number[], boolean[], EdgeId[]] = [[], [], []];
    for (const id of site.version?.record.body.out ?? []) {
      const head = this.#headAt(id);
      const version = head === undefined ? undefined : this.versionOf(head);
      if (head === undefined || version === undefined) {
        missing.push(id);
        this.#absent.set(id, [...this.#absentOf(id), tail]);
      } else if (head !== tail) {
        heads.push(head);
        denied.push(denies(version, edgeIdOf(site.id)));
        const there = this.#open(head);
        there.tails = [...there.tails, tail];
        work.edges.add(head);
      }
    }
    Object.assign(site, { heads, denied, missing });
    work.edges.add(tail);
    work.judge.add(tail);
  }

  /** The edges of a node that count, both ways. */
  #link(node: number, work: Work): void {
    const site = this.#open(node);
    const ends: number[] = [];
    for (const head of site.heads) if (this.#counts(node, head)) ends.push(head);
    for (const tail of site.tails) if (this.#counts(tail, node) && !ends.includes(tail)) ends.push(tail);
    const neighbours = ends.sort((one, two) => one - two);
    if (same(neighbours, site.neighbours)) return;
    site.neighbours = neighbours;
    work.moved.add(node);
  }

  #judge(node: number, work: Work): void {
    const { version, said: before } = this.#open(node);
    const after = version === undefined ? undefined
      : saidOf(version, this.#sweepTime, () => this.#undoubted(node));
    if (after === before) return;
    this.#open(node).said = after;
    this.#tally(node, before, after);
    if ([before, after].some((said) => said === 'up' || said === undefined)) work.moved.add(node);
  }

  /** The heads that a node chose, that have not gone, and that nobody doubts. */
  #undoubted(node: number): number {
    const { equivocal, heads, denied } = this.#open(node);
    if (equivocal) return 0;
    return heads.filter((head, at) => {
      const version = this.versionOf(head);
      return denied[at] === false && version !== undefined && mayVote(version, this.#sweepTime);
    }).length;
  }

  #tally(node: number, before: Said | undefined, after: Said | undefined): void {
    if (before !== undefined) this.counts[before]--;
    if (after !== undefined) this.counts[after]++;
    if (before === 'down') this.downs.delete(node);
    if (before === 'suspect') this.suspects.delete(node);
    if (after === 'down') this.downs.add(node);
    if (after === 'suspect') this.suspects.add(node);
  }
}
