// The keys that a live view knows, out of what a terminal sends for them.

export type Key =
  | 'quit' | 'suspend' | 'pause' | 'reverse' | 'left' | 'right' | 'up' | 'down' | 'page-up' | 'page-down' | 'home'
  | 'end' | { readonly column: number };

/** As xterm and its kin send them (ECMA-48 cursor keys, in normal and in application mode), and vi's letters beside. */
const SEQUENCES: readonly (readonly [string, Key])[] = [
  ['\u001b[A', 'up'], ['\u001bOA', 'up'], ['k', 'up'],
  ['\u001b[B', 'down'], ['\u001bOB', 'down'], ['j', 'down'],
  ['\u001b[C', 'right'], ['\u001bOC', 'right'], ['>', 'right'], ['l', 'right'],
  ['\u001b[D', 'left'], ['\u001bOD', 'left'], ['<', 'left'], ['h', 'left'],
  ['\u001b[5~', 'page-up'], ['\u0002', 'page-up'], ['\u001b[6~', 'page-down'], ['\u0006', 'page-down'],
  ['\u001b[H', 'home'], ['\u001b[1~', 'home'], ['g', 'home'], ['\u001b[F', 'end'], ['\u001b[4~', 'end'], ['G', 'end'],
  ['r', 'reverse'], [' ', 'pause'], ['p', 'pause'],
  ['q', 'quit'], ['Q', 'quit'], ['\u0003', 'quit'], ['\u0004', 'quit'], ['\u001a', 'suspend'],
];

const ESCAPE = '\u001b';
/** What follows an escape up to its last character: of a key that is not known nothing is taken for another. */
const UNKNOWN = /^(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/s;

const next = (text: string): readonly [Key | undefined, number] => {
  const known = SEQUENCES.find(([sequence]) => text.startsWith(sequence));
  if (known !== undefined) return [known[1], known[0].length];
  if (text.startsWith(ESCAPE)) return [undefined, 1 + (UNKNOWN.exec(text.slice(1))?.[0].length ?? 0)];
  return [/^[1-9]/.test(text) ? { column: Number(text[0]) - 1 } : undefined, 1];
};

/**
 * @param text one chunk of what the terminal sent, in raw mode
 * @example keysIn('\u001b[Aq') // ['up', 'quit']
 */
export const keysIn = (text: string): readonly Key[] => {
  const keys: Key[] = [];
  for (let rest = text; rest !== '';) {
    const [key, length] = next(rest);
    if (key !== undefined) keys.push(key);
    rest = rest.slice(length);
  }
  return keys;
};
