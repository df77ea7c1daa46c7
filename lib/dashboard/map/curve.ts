// The line of an edge in pixels: straight, or bent aside where there is one the other way round as well.
import type { Point } from '../layout/place.ts';

export interface Curve {
  readonly from: Point;
  /** Of a quadratic curve; undefined: it is straight. */
  readonly bend?: Point;
  readonly to: Point;
  /** The direction at the head: a unit vector. */
  readonly along: Point;
}

/** How far aside a bent edge goes, of its length. */
const BEND = 0.12;
/** And in pixels at the most: long edges would swell. */
const BEND_PX_MAX = 26;

const unit = ({ x, y }: Point): Point => {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
};

/** @param rim pixels from the middle of the head to where the edge ends */
export const curveOf = (tail: Point, head: Point, { isBent, rim }: { isBent: boolean; rim: number }): Curve => {
  const [dx, dy] = [head.x - tail.x, head.y - tail.y];
  const length = Math.hypot(dx, dy) || 1;
  if (!isBent) {
    const along = { x: dx / length, y: dy / length };
    return { from: tail, to: { x: head.x - along.x * rim, y: head.y - along.y * rim }, along };
  }
  const aside = Math.min(length * BEND, BEND_PX_MAX) / length;
  const bend = { x: (tail.x + head.x) / 2 - dy * aside, y: (tail.y + head.y) / 2 + dx * aside };
  const along = unit({ x: head.x - bend.x, y: head.y - bend.y });
  return { from: tail, bend, to: { x: head.x - along.x * rim, y: head.y - along.y * rim }, along };
};

/** A place on it. @param share 0 at the tail, 1 at the head */
export const pointOn = ({ from, bend, to }: Curve, share: number): Point => {
  const rest = 1 - share;
  if (bend === undefined) return { x: rest * from.x + share * to.x, y: rest * from.y + share * to.y };
  const [a, b, c] = [rest * rest, 2 * rest * share, share * share];
  return { x: a * from.x + b * bend.x + c * to.x, y: a * from.y + b * bend.y + c * to.y };
};
