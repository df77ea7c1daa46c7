// First in, first out, O(1) at both ends: `Array.shift` moves the whole array once it is large.

const SPARE_MAX = 1_024;

export class Queue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the oldest item; `undefined` when there is none. */
  take(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined; // a queue that is never empty would hold on to it: a frame may be large
    if (this.#head === this.#items.length) this.#items.length = this.#head = 0;
    else if (this.#head > SPARE_MAX) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
