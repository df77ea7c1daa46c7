// Addresses for tests: canonical, the same for each name, in a private range, so that no limit by owner applies.
import { createHash } from 'node:crypto';
import type { Address } from '../address.ts';

const PORT = 7_000;

/** @example addressFrom('in-1') // '10.x.y.z:7000' */
export const addressFrom = (name: string): Address => {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(name).digest();
  return `10.${a}.${b}.${c}:${PORT}`;
};
