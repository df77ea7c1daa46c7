// The golden vectors of `spec/vectors/frames.json`, typed.
import { readFileSync } from 'node:fs';

export interface Vector {
  readonly name: string;
  readonly frame: Readonly<Record<string, unknown>>;
  readonly hex: string;
}

export interface Vectors {
  readonly both: readonly Vector[];
  readonly read: readonly Vector[];
  readonly malformed: readonly { readonly name: string; readonly hex: string; readonly says: string }[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../vectors/frames.json', import.meta.url), 'utf8'),
) as Vectors;
