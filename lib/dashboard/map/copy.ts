// A painted copy of a large map, with some of what lies around it: while one drags or zooms, the copy is shown, moved.
import type { Picture } from './picture.ts';
import { density, sheetOn } from './sheet.ts';
import type { Viewport } from './viewport.ts';

/** Of the picture, on each side. */
const AROUND = 0.35;
/** A copy that is stretched more than this is too coarse, and one that is shrunk more has its sides showing. */
const STRETCH_MAX = 2.5;
/** Zooming out shows the sides for a moment: better than to stand still. */
const ZOOMED_OUT = 0.95;

interface Lie {
  /** Its scale over the picture's. */
  readonly by: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Painter = (to: CanvasRenderingContext2D, picture: Picture) => void;

export class Copy {
  readonly #sheet = sheetOn(document.createElement('canvas'));
  /** Nothing was left out when it was painted. */
  #isFine = false;
  #of: { readonly view: Viewport; readonly width: number; readonly height: number } | undefined;

  /** Whether it can stand for a picture: at rest only for the very same, on the move for one that is near. */
  stands(picture: Picture, isMoving: boolean): boolean {
    const lie = this.#lie(picture);
    if (lie === undefined || lie.by > STRETCH_MAX || lie.by < 1 / STRETCH_MAX) return false;
    const { width, height } = picture.size;
    const isCovered = lie.x <= 0 && lie.y <= 0 && lie.x + lie.width >= width && lie.y + lie.height >= height;
    return isMoving ? isCovered || lie.by < ZOOMED_OUT : isCovered && lie.by === 1 && this.#isFine;
  }

  /** @param isFine nothing is left out */
  paint(picture: Picture, isFine: boolean, painter: Painter): void {
    const { view, size: { width, height } } = picture;
    const [dx, dy] = [Math.round(width * AROUND), Math.round(height * AROUND)];
    const wider = { ...view, x: view.x + dx, y: view.y + dy };
    const size = { width: width + 2 * dx, height: height + 2 * dy };
    this.#sheet.clear(size);
    painter(this.#sheet.context, { ...picture, view: wider, size });
    [this.#of, this.#isFine] = [{ view: wider, ...size }, isFine];
  }

  show(on: CanvasRenderingContext2D, picture: Picture): void {
    const lie = this.#lie(picture);
    if (lie === undefined) return;
    on.setTransform(density(), 0, 0, density(), 0, 0);
    on.drawImage(this.#sheet.canvas, lie.x, lie.y, lie.width, lie.height);
  }

  forget(): void {
    this.#of = undefined;
  }

  #lie({ view }: Picture): Lie | undefined {
    if (this.#of === undefined) return undefined;
    const by = view.scale / this.#of.view.scale;
    const { view: { x, y }, width, height } = this.#of;
    return { by, x: view.x - x * by, y: view.y - y * by, width: width * by, height: height * by };
  }
}
