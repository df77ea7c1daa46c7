// One number for a whole run: everything that every node wrote down, in the order it happened. The same seed must give
// the same one, on every machine.

/** FNV-1a's offset basis and prime, and for the second lane the constants of MurmurHash3's mix. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193] as const;
const [BASIS_2, PRIME_2] = [0x9747b28c, 0x85ebca6b] as const;

/** Types, names and peers come again and again; what a run makes up anew each time is not worth keeping. */
const TEXTS_MAX = 20_000;

const bits = new DataView(new ArrayBuffer(8));

/** A rolling hash of plain data in 64 bits: not against an adversary, but against chance. */
export class TraceHash {
  #one: number = BASIS;
  #two: number = BASIS_2;
  readonly #texts = new Map<string, number>();

  /** Takes in plain data: what two structures differ in, the hash differs in. Keys count in the order they are in. */
  add(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#mix(this.#text(value));
        return;
      case 'number':
        this.#number(value);
        return;
      case 'object':
        this.#structure(value);
        return;
      default:
        this.#mix(value === undefined ? 1 : value === true ? 2 : 3);
    }
  }

  /** 16 hexadecimal digits. */
  get digest(): string {
    return [this.#one, this.#two].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #structure(value: object | null): void {
    if (value === null) {
      this.#mix(4);
    } else if (Array.isArray(value)) {
      this.#mix(5 + value.length);
      for (const item of value) this.add(item);
    } else {
      for (const key in value) {
        this.#mix(this.#text(key));
        this.add((value as Readonly<Record<string, unknown>>)[key]);
      }
      this.#mix(6);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value < 0x7fff_ffff) {
      this.#mix(value);
      return;
    }
    bits.setFloat64(0, value);
    this.#mix(bits.getUint32(0));
    this.#mix(bits.getUint32(4));
  }

  #mix(word: number): void {
    this.#one = Math.imul(this.#one ^ word, PRIME);
    const two = Math.imul(this.#two ^ word, PRIME_2);
    this.#two = (two ^ (two >>> 15)) + 1;
  }

  #text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    let hash: number = BASIS;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
    hash ^= hash >>> 15;
    if (this.#texts.size < TEXTS_MAX) this.#texts.set(text, hash);
    return hash;
  }
}
