// A painted copy of a large map, with some of what lies around it: while one drags or zooms, the copy is shown, moved.
import type { Picture } from './picture.ts';
import { density, sheetOn } from './sheet.ts';
import type { Viewport } from './viewport.ts';

export interface Copy {
  /** Whether the copy can stand for a picture: near enough, and with nothing missing at a side. */
  fits(picture: Picture): boolean;
  paint(picture: Picture, painter: (to: CanvasRenderingContext2D, picture: Picture) => void): void;
  show(on: CanvasRenderingContext2D, picture: Picture): void;
  forget(): void;
}

/** Of the picture, on each side. */
const AROUND = 0.35;
/** A copy that is stretched more than this is too coarse, and one that is shrunk more has its sides showing. */
const STRETCH_MAX = 2.5;

/** @example const kept = copy(); kept.paint(picture, painter); kept.show(context, pannedPicture) */
export const copy = (): Copy => {
  const sheet = sheetOn(document.createElement('canvas'));
  let of: { readonly view: Viewport; readonly width: number; readonly height: number } | undefined;

  /** How the copy lies in a picture. */
  const laid = ({ view }: Picture): { by: number; x: number; y: number; width: number; height: number } | undefined => {
    if (of === undefined) return undefined;
    const by = view.scale / of.view.scale;
    return { by, x: view.x - of.view.x * by, y: view.y - of.view.y * by, width: of.width * by, height: of.height * by };
  };

  return {
    fits: (picture) => {
      const lies = laid(picture);
      if (lies === undefined || lies.by > STRETCH_MAX || lies.by < 1 / STRETCH_MAX) return false;
      const { width, height } = picture.size;
      const isCovered = lies.x <= 0 && lies.y <= 0 && lies.x + lies.width >= width && lies.y + lies.height >= height;
      return isCovered || lies.by < 0.95; // zooming out shows the sides for a moment: better than to stand still
    },
    paint: (picture, painter) => {
      const { view, size: { width, height } } = picture;
      const [dx, dy] = [Math.round(width * AROUND), Math.round(height * AROUND)];
      const wider = { ...view, x: view.x + dx, y: view.y + dy };
      const size = { width: width + 2 * dx, height: height + 2 * dy };
      sheet.clear(size);
      painter(sheet.context, { ...picture, view: wider, size });
      of = { view: wider, ...size };
    },
    show: (on, picture) => {
      const lies = laid(picture);
      if (lies === undefined) return;
      on.setTransform(density(), 0, 0, density(), 0, 0);
      on.drawImage(sheet.canvas, lies.x, lies.y, lies.width, lies.height);
    },
    forget: () => (of = undefined),
  };
};
