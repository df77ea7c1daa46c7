// Chance from a seed: the same numbers every time, on every machine.

const WARM_UP = 12;

/**
 * Chris Doty-Humphrey's sfc32 of PractRand 0.95: 128 bits of state, a period of at least 2^32 and 2^127 on average,
 * and no more than additions, shifts and xors. Seeded as there: the seed in the middle, 12 numbers thrown away.
 *
 * @param seed the lower 53 bits count
 * @returns the next number in [0, 1), a multiple of 2^-32
 */
export const sfc32 = (seed: number): (() => number) => {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };

  for (let count = 0; count < WARM_UP; count++) next();
  return next;
};
