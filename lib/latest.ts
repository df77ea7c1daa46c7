// A map of what came last: once it is full, each new key puts out the oldest.

/**
 * Not a Map whose first key is deleted: V8 keeps a deleted entry in place until it rehashes, so finding the first one
 * means passing over thousands that are gone. A ring of the keys knows which one is the oldest.
 */
export class Latest<K, V> {
  readonly #max: number;
  readonly #values = new Map<K, V>();
  readonly #ring: K[] = [];
  /** Where the oldest key is, once the ring is full. */
  #oldest = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  has(key: K): boolean {
    return this.#values.has(key);
  }

  /** A key that is there already keeps its place. */
  set(key: K, value: V): void {
    if (!this.#values.has(key)) this.#enter(key);
    this.#values.set(key, value);
  }

  /** Oldest first. */
  values(): IterableIterator<V> {
    return this.#values.values();
  }

  /** What is deleted keeps its place in the ring until its turn comes: set again meanwhile, it would go out early. */
  delete(key: K): void {
    this.#values.delete(key);
  }

  #enter(key: K): void {
    if (this.#ring.length < this.#max) {
      this.#ring.push(key);
      return;
    }
    this.#values.delete(this.#ring[this.#oldest] as K);
    this.#ring[this.#oldest] = key;
    this.#oldest = (this.#oldest + 1) % this.#max;
  }
}
