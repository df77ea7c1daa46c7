// How far every node is from one of them, kept up to date: only those whose distance changes are gone to.
//
// The breadth-first case of Ramalingam and Reps, "On the computational complexity of dynamic graph problems", TCS 1996:
// first those are found whose every shortest path is gone, nearest first, and then their distances, and those that have
// become less, are found from the ones around them.
import type { Numbers } from './site.ts';

const UNREACHED = -1;

/** What is walked over. */
export interface Walk {
  readonly count: number;
  readonly neighboursOf: (node: number) => Numbers;
  /** Whether a node may be gone to; it is not asked of the first one. */
  readonly enters: (node: number) => boolean;
}

/** Nodes by distance, the nearest first. */
class Layers {
  readonly #layers: number[][] = [];

  add(node: number, distance: number): void {
    (this.#layers[distance] ??= []).push(node);
  }

  /** What is added behind the one under way is still visited. */
  visit(each: (node: number, distance: number) => void): void {
    for (let distance = 0; distance < this.#layers.length; distance++) {
      for (const node of this.#layers[distance] ?? []) each(node, distance); // which grows as it is walked
    }
  }
}

const SPARE = 16;

export class Reach {
  readonly #from: number;
  #distances: Int32Array;
  /** How many nodes there are at each distance. */
  readonly #at: number[] = [];
  #reached = 0;
  /** How many nodes were looked at, for specs: what a change costs. */
  looks = 0;

  constructor(walk: Walk, from: number) {
    this.#from = from;
    this.#distances = new Int32Array(walk.count + SPARE).fill(UNREACHED);
    this.#set(from, 0);
    const layers = new Layers();
    layers.add(from, 0);
    this.#spread(walk, layers);
  }

  /** How many are reached, the first one among them. */
  get reached(): number {
    return this.#reached;
  }

  /** The distance of the farthest. */
  get farthest(): number {
    return this.#at.length - 1;
  }

  /** How many lie within a distance. */
  within(distance: number): number {
    let sum = 0;
    for (let at = 0; at <= Math.min(distance, this.farthest); at++) sum += this.#at[at] ?? 0;
    return sum;
  }

  isReached(node: number): boolean {
    return (this.#distances[node] ?? UNREACHED) !== UNREACHED;
  }

  /** @param moved whose neighbours are others now, or who can be gone to now and could not, or the other way round */
  change(walk: Walk, moved: ReadonlySet<number>): void {
    this.#grow(walk.count);
    const cut = this.#cutOff(walk, moved);
    const layers = new Layers();
    for (const node of cut) this.#approach(walk, node, layers);
    for (const node of moved) if (!cut.has(node)) this.#approach(walk, node, layers);
    for (const node of moved) if (this.isReached(node)) layers.add(node, this.#distances[node] ?? 0);
    this.#spread(walk, layers);
  }

  #grow(count: number): void {
    if (count <= this.#distances.length) return;
    const larger = new Int32Array(count + (count >> 2) + SPARE).fill(UNREACHED);
    larger.set(this.#distances);
    this.#distances = larger;
  }

  #set(node: number, distance: number): void {
    const before = this.#distances[node] ?? UNREACHED;
    if (before !== UNREACHED) {
      this.#at[before] = (this.#at[before] ?? 0) - 1;
      this.#reached--;
    }
    if (distance !== UNREACHED) {
      this.#at[distance] = (this.#at[distance] ?? 0) + 1;
      this.#reached++;
    }
    this.#distances[node] = distance;
    while ((this.#at.at(-1) ?? 0) === 0) this.#at.pop(); // the first one is always there
  }

  /** Those whose every shortest path is gone: they are unreached until another one is found. */
  #cutOff(walk: Walk, moved: ReadonlySet<number>): ReadonlySet<number> {
    const cut = new Set<number>();
    const layers = new Layers();
    for (const node of moved) if (this.isReached(node)) layers.add(node, this.#distances[node] ?? 0);
    layers.visit((node, distance) => {
      if (cut.has(node) || node === this.#from || this.#isHeld(walk, node, distance)) return;
      cut.add(node);
      this.#set(node, UNREACHED);
      for (const next of walk.neighboursOf(node)) {
        if (this.#distances[next] === distance + 1) layers.add(next, distance + 1);
      }
    });
    return cut;
  }

  /** Whether one that is nearer leads there. */
  #isHeld(walk: Walk, node: number, distance: number): boolean {
    this.looks++;
    return walk.enters(node) && walk.neighboursOf(node).some((next) => this.#distances[next] === distance - 1);
  }

  /** The least distance that those around a node give it. */
  #approach(walk: Walk, node: number, layers: Layers): void {
    this.looks++;
    if (node === this.#from || !walk.enters(node)) return;
    const before = this.#distances[node] ?? UNREACHED;
    let least = before === UNREACHED ? Infinity : before;
    for (const next of walk.neighboursOf(node)) {
      const distance = this.#distances[next] ?? UNREACHED;
      if (distance !== UNREACHED && distance + 1 < least) least = distance + 1;
    }
    if (least === Infinity || least === before) return;
    this.#set(node, least);
    layers.add(node, least);
  }

  #spread(walk: Walk, layers: Layers): void {
    layers.visit((node, distance) => {
      if (this.#distances[node] !== distance) return; // it is nearer by now
      this.looks++;
      for (const next of walk.neighboursOf(node)) {
        const known = this.#distances[next] ?? UNREACHED;
        if ((known !== UNREACHED && known <= distance + 1) || !walk.enters(next)) continue;
        this.#set(next, distance + 1);
        layers.add(next, distance + 1);
      }
    });
  }
}
