// Paints a soft shore around each part of the network that no path leads to.
import { hull } from '../map/hull.ts';
import { pixelOf, radiusOf, type Picture } from '../map/picture.ts';
import type { Palette } from './palette.ts';

const SHORE_PX = 16;

export const paintIslands = (to: CanvasRenderingContext2D, picture: Picture, palette: Palette): void => {
  const reach = radiusOf(picture) + SHORE_PX;
  for (const island of picture.scene.islands) {
    const line = hull(island.map((node) => pixelOf(picture, node)));
    to.beginPath();
    line.forEach(({ x, y }, at) => {
      if (at === 0) to.moveTo(x, y);
      else to.lineTo(x, y);
    });
    to.closePath();
    to.lineJoin = 'round';
    // A wide line around the shape makes its corners round: first the rim, then what is inside of it.
    to.globalAlpha = 0.5;
    to.strokeStyle = palette.lost;
    to.lineWidth = 2 * reach + 2;
    to.stroke();
    to.globalAlpha = 1;
    to.strokeStyle = to.fillStyle = palette.paper;
    to.lineWidth = 2 * reach;
    to.stroke();
    to.fill();
    to.globalAlpha = 0.07;
    to.strokeStyle = to.fillStyle = palette.lost;
    to.fill();
    to.globalAlpha = 1;
    to.lineJoin = 'miter';
  }
};
