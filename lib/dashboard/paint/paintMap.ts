// Paints all of the map but its names and what is looked at.
import type { Picture } from '../map/picture.ts';
import { paintEdges } from './edges.ts';
import { paintIslands } from './islands.ts';
import { paintNodes } from './nodes.ts';
import type { Palette } from './palette.ts';

/** @param isDraft everything moves: a large network is shown by a sample of its edges */
export const paintMap = (to: CanvasRenderingContext2D, picture: Picture, palette: Palette, isDraft: boolean): void => {
  paintIslands(to, picture, palette);
  paintEdges(to, picture, palette, isDraft);
  paintNodes(to, picture, palette);
};
