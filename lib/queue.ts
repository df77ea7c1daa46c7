// First in, first out, O(1) at both ends: `Array.shift` moves the whole array once it is large.

const SPARE_MAX = 1_024;

export class Queue<T> {
  #items: T[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the oldest item; `undefined` when there is none. */
  take(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head === this.#items.length) this.#items.length = this.#head = 0;
    else if (this.#head > SPARE_MAX) {
      this.#items = this.#items.slice(this.#head); // lets go of what was taken
      this.#head = 0;
    }
    return item;
  }
}
