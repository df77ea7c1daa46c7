// Paints the nodes: every verdict has a shape of its own and not only a colour.
import type { Point } from '../layout/place.ts';
import { pixelOf, radiusOf, type Picture } from '../map/picture.ts';
import type { Verdict } from '../map/scene.ts';
import type { Palette } from './palette.ts';

type Shape = (
  to: Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'arc' | 'closePath'>,
  at: Point,
  radius: number,
) => void;

const disc: Shape = (to, { x, y }, radius) => {
  to.moveTo(x + radius, y);
  to.arc(x, y, radius, 0, 2 * Math.PI);
};

const polygon =
  (...corners: readonly (readonly [number, number])[]): Shape =>
  (to, { x, y }, radius) => {
    corners.forEach(([dx, dy], at) => {
      if (at === 0) to.moveTo(x + dx * radius, y + dy * radius);
      else to.lineTo(x + dx * radius, y + dy * radius);
    });
    to.closePath();
  };

const triangle = polygon([0, -1.25], [1.15, 0.85], [-1.15, 0.85]);
const square = polygon([-1, -1], [1, -1], [1, 1], [-1, 1]);
const diamond = polygon([0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]);

interface Look {
  readonly shape: Shape;
  readonly colour: 'up' | 'suspect' | 'down' | 'lost' | 'left';
  readonly isFilled: boolean;
  readonly dash: readonly number[];
}

export const LOOKS: Readonly<Record<Verdict, Look>> = {
  up: { shape: disc, colour: 'up', isFilled: true, dash: [] },
  suspect: { shape: triangle, colour: 'suspect', isFilled: true, dash: [] },
  down: { shape: square, colour: 'down', isFilled: true, dash: [] },
  lost: { shape: disc, colour: 'lost', isFilled: false, dash: [3, 2.5] },
  left: { shape: disc, colour: 'left', isFilled: false, dash: [] },
  expired: { shape: diamond, colour: 'left', isFilled: false, dash: [] },
};

/** Two strokes through what is down, in the colour of the paper. */
const crossed = (to: CanvasRenderingContext2D, at: Point, radius: number): void => {
  const reach = radius * 0.55;
  to.moveTo(at.x - reach, at.y - reach);
  to.lineTo(at.x + reach, at.y + reach);
  to.moveTo(at.x + reach, at.y - reach);
  to.lineTo(at.x - reach, at.y + reach);
};

const paintLook = (
  to: CanvasRenderingContext2D,
  look: Look,
  points: readonly Point[],
  radius: number,
  palette: Palette,
): void => {
  to.beginPath();
  for (const point of points) look.shape(to, point, radius);
  to.fillStyle = look.isFilled ? palette[look.colour] : palette.paper;
  to.fill();
  to.setLineDash([...look.dash]);
  to.lineWidth = look.isFilled ? 1.5 : Math.max(1.2, radius / 4.5);
  to.strokeStyle = look.isFilled ? palette.paper : palette[look.colour];
  to.stroke();
  to.setLineDash([]);
};

/** One node by itself, as the legend and the overlay show it. */
export const paintNode = (
  to: CanvasRenderingContext2D,
  verdict: Verdict,
  at: Point,
  radius: number,
  palette: Palette,
): void => {
  paintLook(to, LOOKS[verdict], [at], radius, palette);
  if (verdict !== 'down') return;
  to.beginPath();
  crossed(to, at, radius);
  to.strokeStyle = palette.paper;
  to.lineWidth = Math.max(1, radius / 5);
  to.stroke();
};

const ringOwn = (to: CanvasRenderingContext2D, at: Point, radius: number, palette: Palette): void => {
  to.beginPath();
  disc(to, at, radius + 3.5);
  to.strokeStyle = palette.ink;
  to.lineWidth = 1.5;
  to.stroke();
};

export const paintNodes = (to: CanvasRenderingContext2D, picture: Picture, palette: Palette): void => {
  const radius = radiusOf(picture);
  const { nodes } = picture.scene;
  for (const verdict of ['expired', 'left', 'lost', 'up', 'suspect', 'down'] as const) {
    const points = nodes.flatMap((node, at) => (node.verdict === verdict ? [pixelOf(picture, at)] : []));
    if (verdict === 'down') for (const point of points) paintNode(to, verdict, point, radius, palette);
    else paintLook(to, LOOKS[verdict], points, radius, palette);
  }
  if (nodes[0]?.isOwn === true) ringOwn(to, pixelOf(picture, 0), radius, palette);
};

export const ring = (to: CanvasRenderingContext2D, at: Point, radius: number): void => {
  to.beginPath();
  disc(to, at, radius);
  to.stroke();
};
