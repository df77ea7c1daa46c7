// How much there is in a value: what is promised not to outgrow four times the input it came from.

/** Past this nobody counts on: what is so large has outgrown whatever it came from. */
const COUNTED_MAX = 16_777_216;

/**
 * Texts by their characters, bytes by their number, every other value as one, and what is there twice once: how many
 * bytes an engine takes for each is not the decoder's doing.
 */
export const weightOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? weighed(value, new Set()) : 1;
};

const weighed = (root: object, seen: Set<object>): number => {
  let sum = 0;
  const open: object[] = [root];
  const add = (value: unknown): void => {
    if (typeof value === 'string') sum += value.length;
    else if (typeof value === 'object' && value !== null) open.push(value);
    else sum += 1;
  };
  for (let next = open.pop(); next !== undefined && sum < COUNTED_MAX; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) sum += next.byteLength;
    else if (Array.isArray(next)) for (const value of next as readonly unknown[]) add(value);
    else for (const key in next) add((next as Readonly<Record<string, unknown>>)[key]);
  }
  return sum;
};
