// Who holds how much of what all connections of the process share: many who each hold a little together hold what one
// may not, and then whoever holds the most has to go.

export class Ledger<T> {
  /** Only those that hold something: at most as many as there are connections. */
  readonly #held = new Map<T, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(holder: T): number {
    return this.#held.get(holder) ?? 0;
  }

  /** What a holder holds now; 0 when nothing. */
  set(holder: T, bytes: number): void {
    this.#total += bytes - this.of(holder);
    if (bytes === 0) this.#held.delete(holder);
    else this.#held.set(holder, bytes);
  }

  /** Who holds the most, if that is more than `bytes`; else `holder`, as if it held these. */
  most(holder: T, bytes: number): readonly [T, number] {
    let most: readonly [T, number] = [holder, bytes];
    for (const entry of this.#held) {
      if (entry[1] > most[1]) most = entry;
    }
    return most;
  }
}
