// The runs that have ended, in a file: what was interrupted goes on where it was, and what was measured by several
// processes is drawn by one.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

interface Line {
  readonly what: string;
  readonly figures: unknown;
}

/** What never came is no number in JSON. */
const NEVER = 'never';
const written = (_: string, value: unknown): unknown => (value === Infinity ? NEVER : value);
const read = (_: string, value: unknown): unknown => (value === NEVER ? Infinity : value);

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null && 'what' in value && 'figures' in value;

const lineOf = (text: string, place: string): Line => {
  try {
    const line: unknown = JSON.parse(text, read);
    if (isLine(line)) return line;
  } catch {
    // said below, with the place
  }
  throw new Error(`${place} is no run: ${text.slice(0, 60)}`);
};

export class Kept {
  readonly #path: string | undefined;
  readonly #byName: ReadonlyMap<string, unknown>;

  /**
   * @param path a file of one run for each line, which need not be there; without one nothing is kept
   * @throws Error naming the line that is not one
   */
  constructor(path?: string) {
    this.#path = path;
    const lines = path === undefined || !existsSync(path) ? [] : readFileSync(path, 'utf8').split('\n');
    this.#byName = new Map(lines.flatMap((text, at) => {
      if (text === '') return [];
      const { what, figures } = lineOf(text, `${path}:${at + 1}`);
      return [[what, figures] as const];
    }));
  }

  /** The figures of that run, when it has ended before. */
  of(what: string): unknown {
    return this.#byName.get(what);
  }

  add(what: string, figures: unknown): void {
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify({ what, figures }, written)}\n`);
  }
}
