// What part of the map is seen, and how large: from places on the map to pixels and back.
import type { Point } from '../layout/place.ts';

/** A place on the map is at `scale · place + (x, y)` pixels. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels that are kept free on each side. */
export interface Margin {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const SCALE_MIN = 0.02;
export const SCALE_MAX = 8;
/** Two nodes should not fill a wall. */
const FIT_SCALE_MAX = 2.4;

export const START: Viewport = { scale: 1, x: 0, y: 0 };

export const toPixels = ({ scale, x, y }: Viewport, at: Point): Point => ({ x: scale * at.x + x, y: scale * at.y + y });

export const toMap = ({ scale, x, y }: Viewport, at: Point): Point => ({
  x: (at.x - x) / scale,
  y: (at.y - y) / scale,
});

export const panned = (view: Viewport, by: Point): Viewport => ({ ...view, x: view.x + by.x, y: view.y + by.y });

/** Larger or smaller by a factor, with one pixel kept where it is. */
export const zoomed = (view: Viewport, factor: number, around: Point): Viewport => {
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: around.x - (around.x - view.x) * by, y: around.y - (around.y - view.y) * by };
};

export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** @param positions x and y in turn; undefined: there are none */
export const boundsOf = (positions: Float32Array): Bounds | undefined => {
  if (positions.length === 0) return undefined;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 2) {
    const [x, y] = [positions[at] ?? 0, positions[at + 1] ?? 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, right, top, bottom };
};

/** All of it, in the middle, as large as it goes. */
export const fitted = ({ left, right, top, bottom }: Bounds, { width, height }: Size, margin: Margin): Viewport => {
  const [wide, high] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const scale = Math.min(
    FIT_SCALE_MAX,
    Math.max(SCALE_MIN, Math.min(wide / Math.max(right - left, 1), high / Math.max(bottom - top, 1))),
  );
  return {
    scale,
    x: margin.left + wide / 2 - (scale * (left + right)) / 2,
    y: margin.top + high / 2 - (scale * (top + bottom)) / 2,
  };
};

/** @param side pixels that are kept to each side */
export const isWithin = ({ x, y }: Point, { width, height }: Size, side: number): boolean =>
  x > side && y > side && x < width - side && y < height - side;

/** The same scale, with a place of the map in the middle. */
export const centred = (view: Viewport, at: Point, { width, height }: Size): Viewport => ({
  ...view,
  x: width / 2 - view.scale * at.x,
  y: height / 2 - view.scale * at.y,
});
