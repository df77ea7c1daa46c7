// Where names are written so that none lies on another, nor, where there is a choice, on an edge: those that matter most
// are placed first, the rest where there is room.
import type { Point } from '../layout/place.ts';
import { crossings, type Box, type Line } from './crossings.ts';

export interface Name {
  readonly node: number;
  readonly at: Point;
  /** In pixels, of the text as it will be drawn. */
  readonly width: number;
  readonly height: number;
}

export interface PlacedName {
  readonly node: number;
  /** The middle of the text. */
  readonly x: number;
  readonly y: number;
}

const GAP_PX = 4;
/** Boxes are looked up by squares of this many pixels. */
const SQUARE_PX = 64;

const touches = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** What is taken, found by the squares it lies in. */
const taken = (): { add(box: Box): void; isFree(box: Box): boolean } => {
  const squares = new Map<string, Box[]>();
  const keysOf = ({ left, right, top, bottom }: Box): readonly string[] => {
    const keys: string[] = [];
    for (let x = Math.floor(left / SQUARE_PX); x <= Math.floor(right / SQUARE_PX); x++) {
      for (let y = Math.floor(top / SQUARE_PX); y <= Math.floor(bottom / SQUARE_PX); y++) keys.push(`${x} ${y}`);
    }
    return keys;
  };
  return {
    add: (box) =>
      keysOf(box).forEach((key) => {
        const boxes = squares.get(key);
        if (boxes === undefined) squares.set(key, [box]);
        else boxes.push(box);
      }),
    isFree: (box) => keysOf(box).every((key) => !(squares.get(key) ?? []).some((other) => touches(box, other))),
  };
};

const around = (at: Point, half: number): Box => ({
  left: at.x - half,
  right: at.x + half,
  top: at.y - half,
  bottom: at.y + half,
});

/** Below the node, above, and on its sides. */
const places = ({ at, width, height }: Name, radius: number): readonly Point[] => {
  const [up, aside] = [radius + GAP_PX + height / 2, radius + GAP_PX + width / 2];
  return [
    { x: at.x, y: at.y + up },
    { x: at.x, y: at.y - up },
    { x: at.x + aside, y: at.y },
    { x: at.x - aside, y: at.y },
  ];
};

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Where nodes are that no name may hide; none in a crowd, where names could stand nowhere. */
  readonly nodes: readonly Point[];
  /** The edges, where there are so few that each is followed by the eye. */
  readonly lines: readonly Line[];
}

const boxOf = ({ width, height }: Name, { x, y }: Point): Box =>
  ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });

const isInside = ({ left, right, top, bottom }: Box, { width, height }: Room): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;

/** @param names those that matter most first; one that fits nowhere is left out */
export const placed = (names: readonly Name[], room: Room): readonly PlacedName[] => {
  const filled = taken();
  for (const node of room.nodes) filled.add(around(node, room.radius + 1));
  return names.flatMap((name) => {
    let [best, least]: [Point | undefined, number] = [undefined, Infinity];
    for (const place of places(name, room.radius)) {
      const box = boxOf(name, place);
      if (!isInside(box, room) || !filled.isFree(box)) continue;
      const crossed = crossings(box, room.lines);
      if (crossed < least) [best, least] = [place, crossed];
      if (least === 0) break;
    }
    if (best === undefined) return [];
    filled.add(boxOf(name, best));
    return [{ node: name.node, ...best }];
  });
};
