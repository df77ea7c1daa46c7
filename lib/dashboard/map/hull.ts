// The line around a group of points: the smallest convex one.
import type { Point } from '../layout/place.ts';

const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

const half = (points: readonly Point[]): readonly Point[] => {
  const line: Point[] = [];
  for (const point of points) {
    while (line.length >= 2) {
      const [before, last] = [line.at(-2), line.at(-1)];
      if (before === undefined || last === undefined || turn(before, last, point) > 0) break;
      line.pop();
    }
    line.push(point);
  }
  return line.slice(0, -1);
};

/** A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", Inf. Process. Lett. 9, 1979. */
export const hull = (points: readonly Point[]): readonly Point[] => {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  return sorted.length < 3 ? sorted : [...half(sorted), ...half([...sorted].reverse())];
};
