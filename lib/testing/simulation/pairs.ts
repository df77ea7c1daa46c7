// A number for each two hosts, the same both ways: how far apart they are.

/** Looked for with every write of a whole network, so no name is made up for a pair. */
export class Pairs {
  readonly #numbers = new Map<string, Map<string, number>>();

  /** @param make the number of a pair that is asked for the first time; `less` comes before `more` */
  of(one: string, two: string, make: (less: string, more: string) => number): number {
    return one < two ? this.#of(one, two, make) : this.#of(two, one, make);
  }

  #of(less: string, more: string, make: (less: string, more: string) => number): number {
    const others = this.#numbers.get(less) ?? new Map<string, number>();
    const known = others.get(more);
    if (known !== undefined) return known;
    const made = make(less, more);
    this.#numbers.set(less, others.set(more, made));
    return made;
  }
}
