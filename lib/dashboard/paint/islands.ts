// Paints a shore around each part of the network that no path leads to, and says how many are in it.
import type { Point } from '../layout/place.ts';
import { hull } from '../map/hull.ts';
import { pixelOf, radiusOf, type Picture } from '../map/picture.ts';
import type { Palette } from './palette.ts';

const SHORE_PX = 18;
const FONT_PX = 12;

interface Captioned {
  readonly text: string;
  readonly line: readonly Point[];
  /** From the line to the rim of the shore. */
  readonly reach: number;
}

const trace = (to: CanvasRenderingContext2D, line: readonly Point[]): void => {
  to.beginPath();
  line.forEach(({ x, y }, at) => {
    if (at === 0) to.moveTo(x, y);
    else to.lineTo(x, y);
  });
  to.closePath();
};

/** A wide line around a shape makes its corners round: a wider one before it leaves a rim. */
const paintShore = (to: CanvasRenderingContext2D, line: readonly Point[], reach: number, palette: Palette): void => {
  trace(to, line);
  to.lineJoin = 'round';
  to.strokeStyle = palette.lost;
  to.lineWidth = 2 * reach + 2;
  to.stroke();
  to.strokeStyle = to.fillStyle = palette.shore;
  to.lineWidth = 2 * reach;
  to.stroke();
  to.fill();
};

/** Above it, or below where there is no room. */
const caption = (
  to: CanvasRenderingContext2D, { text, line, reach }: Captioned, palette: Palette,
): void => {
  const xs = line.map(({ x }) => x);
  const x = (Math.min(...xs) + Math.max(...xs)) / 2;
  const top = Math.min(...line.map(({ y }) => y)) - reach - FONT_PX;
  const bottom = Math.max(...line.map(({ y }) => y)) + reach + FONT_PX;
  to.font = `500 ${FONT_PX}px ${palette.sans}`;
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  to.fillStyle = palette.lost;
  to.fillText(text, x, top > 3 * FONT_PX ? top : bottom);
};

export const paintIslands = (to: CanvasRenderingContext2D, picture: Picture, palette: Palette): void => {
  const reach = radiusOf(picture) + SHORE_PX;
  for (const island of picture.scene.islands) {
    const line = hull(island.map((node) => pixelOf(picture, node)));
    paintShore(to, line, reach, palette);
    caption(to, { text: `no path leads to these ${island.length}`, line, reach }, palette);
  }
};
