// How many lines run through a box: a name is written where the fewest do.
import type { Point } from '../layout/place.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Line = readonly [Point, Point];

/** What of a line lies between two bounds of one coordinate, as shares of the line. */
const between = (from: number, to: number, least: number, most: number): readonly [number, number] => {
  if (from === to) return from >= least && from <= most ? [0, 1] : [1, 0];
  const [a, b] = [(least - from) / (to - from), (most - from) / (to - from)];
  return a < b ? [a, b] : [b, a];
};

/** After Liang and Barsky, "A New Concept and Method for Line Clipping", 1984. */
const runsThrough = ([from, to]: Line, { left, right, top, bottom }: Box): boolean => {
  const [beginX, endX] = between(from.x, to.x, left, right);
  const [beginY, endY] = between(from.y, to.y, top, bottom);
  return Math.max(0, beginX, beginY) <= Math.min(1, endX, endY);
};

export const crossings = (box: Box, lines: readonly Line[]): number =>
  lines.reduce((count, line) => count + (runsThrough(line, box) ? 1 : 0), 0);
