// A canvas of the map that has as many pixels as the screen, whatever its size in the page is.
import type { Size } from './viewport.ts';

export interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Clears it, in another size if need be; from then on one unit is one pixel of the page. */
  clear(size: Size): void;
}

/** Beyond this a finer picture only takes longer. */
const DENSITY_MAX = 2;

export const density = (): number => Math.min(DENSITY_MAX, window.devicePixelRatio || 1);

/** @throws TypeError where there is no canvas to draw on */
export const sheetOn = (canvas: HTMLCanvasElement): Sheet => {
  const context = canvas.getContext('2d');
  if (context === null) throw new TypeError('this browser has no canvas to draw on');
  return {
    canvas, context,
    clear: ({ width, height }) => {
      const [wide, high] = [Math.round(width * density()), Math.round(height * density())];
      if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
      context.setTransform(density(), 0, 0, density(), 0, 0);
      context.clearRect(0, 0, width, height);
    },
  };
};
