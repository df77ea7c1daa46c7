// What is due, soonest first and for the same moment in the order it was asked for: a binary heap that can also give up
// an entry from its middle, so that a cancelled time-out leaves at once and not when it would have been due.

export interface Due {
  /** When it is due, and its place among those due at the same time. */
  at: number;
  order: number;
  /** Where it is in the heap; -1 when it is in none. Kept by the heap. */
  index: number;
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class ActionHeap<T extends Due> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The one that is due first. */
  get first(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** Harmless when it is not in the heap. */
  remove(item: T): void {
    const at = item.index;
    if (at < 0) return;
    item.index = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#rise(last, at);
    this.#sink(last, last.index);
  }

  #put(item: T, at: number): void {
    this.#items[at] = item;
    item.index = at;
  }

  #rise(item: T, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#items[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      this.#put(parent, at);
      at = above;
    }
    this.#put(item, at);
  }

  #sink(item: T, from: number): void {
    const items = this.#items; // nothing is made on the way down: every action of a whole network comes by here
    let at = from;
    for (let left = 2 * at + 1; left < items.length; left = 2 * at + 1) {
      const one = items[left];
      const two = left + 1 < items.length ? items[left + 1] : undefined;
      const child = one !== undefined && two !== undefined && isBefore(two, one) ? two : one;
      if (child === undefined || !isBefore(child, item)) break;
      const below = child.index;
      this.#put(child, at);
      at = below;
    }
    this.#put(item, at);
  }
}
