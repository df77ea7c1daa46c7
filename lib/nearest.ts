// "Did you mean": the word of a list that a mistyped one was most likely meant to be.

/** Words of ours are shorter; what is longer was no slip of a finger, and the distance costs its length squared. */
const WORD_LENGTH_MAX = 40;
/** Up to a third of the letters may be wrong: `heartbeatEvry` is understood, `port` is not taken for `peers`. */
const WRONG_SHARE_MAX = 1 / 3;

/**
 * Levenshtein's distance, "Binary codes capable of correcting deletions, insertions, and reversals", 1966, with two
 * neighbours that changed places as one mistake: Damerau, "A technique for computer detection and correction of
 * spelling errors", 1964. Three rows of the table at a time.
 */
const distance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const crossed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = crossed ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
};

/**
 * @returns the nearest of `words`, or `undefined` when none is near enough to be meant.
 * @example nearest('lable', ['label', 'listen']) // 'label'
 */
export const nearest = (word: string, words: readonly string[]): string | undefined => {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const [best] = words
    .map((candidate) => ({ candidate, wrong: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.wrong - b.wrong);
  if (best === undefined) return undefined;
  const wrongMax = Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) * WRONG_SHARE_MAX));
  return best.wrong <= wrongMax ? best.candidate : undefined;
};
