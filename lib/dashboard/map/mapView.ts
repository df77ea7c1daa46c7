// The map on the page: it takes in scenes and what is looked at, and tells what was picked. It paints only when
// something has changed, at most once a frame.
//
//     scene ──> worker (layout) ──> positions ─┐
//     hand, keys ──> view ─────────────────────┼──> picture ──> sheet below: nodes and edges, or their copy
//     selection, search ──> focus ─────────────┘           └──> sheet above: what is looked at, and names
import { debounceTime, Subject, type SchedulerLike } from 'rxjs';
import type { Point } from '../layout/place.ts';
import { focusNodes, paintFocus, type Focus } from '../paint/focus.ts';
import { paintMap } from '../paint/paintMap.ts';
import { paintNames } from '../paint/names.ts';
import { paletteOf } from '../paint/palette.ts';
import { Copy } from './copy.ts';
import { gestures, type Gesture } from './gestures.ts';
import { hitAt, nodeAt, nodeTowards, type Hit } from './hit.ts';
import { LayoutWorker } from './layoutWorker.ts';
import { isDetailed, isLive, NO_PICTURE, placeOf, pixelOf, type Picture } from './picture.ts';
import type { Scene } from './scene.ts';
import { sheetOn, type Sheet } from './sheet.ts';
import {
  boundsOf, centred, fitted, isWithin, panned, toMap, zoomed, type Margin, type Size, type Viewport,
} from './viewport.ts';

export interface Looked extends Focus {
  /** Something is chosen, so the rest is faint. */
  readonly isChosen: boolean;
}

export interface Pointed extends Point {
  readonly hit: Hit;
}

export interface MapParts {
  /** For nodes and edges. */
  readonly below: HTMLCanvasElement;
  /** For what is looked at and for names; takes the hand. */
  readonly above: HTMLCanvasElement;
  readonly scheduler: SchedulerLike;
}

/** Room for names, the legend below, and the words above. */
const MARGIN: Margin = { top: 52, right: 70, bottom: 78, left: 70 };
/** Where the page is narrow, less of it at the sides. */
const SIDE_SHARE_MAX = 0.1;

const marginOf = ({ width }: Size): Margin => {
  const side = Math.min(MARGIN.left, width * SIDE_SHARE_MAX);
  return { ...MARGIN, left: side, right: side };
};
/** A hand that rests this long has stopped: the fine picture is painted. */
const REST_MS = 140;
/** What is chosen is brought to the middle when it is nearer to a side than this. */
const SIDE_PX = 40;

export class MapView {
  readonly pick$ = new Subject<Hit | undefined>();
  readonly point$ = new Subject<Pointed | undefined>();
  readonly #moved$ = new Subject<void>();
  readonly #above: HTMLCanvasElement;
  readonly #lower: Sheet;
  readonly #upper: Sheet;
  readonly #copy = new Copy();
  readonly #worker = new LayoutWorker((positions, isStill) => this.#placed(positions, isStill));
  #palette = paletteOf(document.documentElement);
  #picture: Picture = NO_PICTURE;
  #looked: Looked = { found: new Set(), isChosen: false };
  #hovered: Hit | undefined;
  /** All of it is kept in view, until the reader takes the view into his own hands. */
  #isFollowing = true;
  /** The view moves, or the nodes do. */
  #isMoving = false;
  #isSettling = false;
  #isAwaited = false;

  constructor({ below, above, scheduler }: MapParts) {
    this.#above = above;
    [this.#lower, this.#upper] = [sheetOn(below), sheetOn(above)];
    const error = reportError;
    gestures(above, (at) => nodeAt(this.#picture, at)).subscribe({ next: (gesture) => this.#take(gesture), error });
    this.#moved$.pipe(debounceTime(REST_MS, scheduler)).subscribe({ next: () => this.#rest(), error });
    new ResizeObserver(() => {
      this.#picture = { ...this.#picture, size: { width: above.clientWidth, height: above.clientHeight } };
      this.repaint();
    }).observe(above);
  }

  show(scene: Scene): void {
    this.#picture = { ...this.#picture, scene };
    this.#hovered = undefined;
    this.#worker.change(scene);
    this.#worker.ask();
  }

  look(looked: Looked): void {
    this.#looked = looked;
    this.#paint();
  }

  /** Light has become dark, dark light, or the page another size. */
  repaint(): void {
    this.#palette = paletteOf(document.documentElement);
    this.#copy.forget();
    this.#follow();
  }

  /** Shows all of it again, and keeps doing so while it changes. */
  fit(): void {
    this.#isFollowing = true;
    this.#follow();
  }

  zoom(factor: number): void {
    const { view, size: { width, height } } = this.#picture;
    this.#seeFrom(zoomed(view, factor, { x: width / 2, y: height / 2 }));
  }

  /** Brings a node to the middle, when it is not well in view. */
  centre(node: number): void {
    const { view, size } = this.#picture;
    if (isWithin(pixelOf(this.#picture, node), size, SIDE_PX)) return;
    this.#seeFrom(centred(view, placeOf(this.#picture, node), size));
  }

  /** The next node in a direction. */
  towards(from: number, direction: Point): number | undefined {
    return nodeTowards(this.#picture, from, direction);
  }

  #placed(positions: Float32Array, isStill: boolean): void {
    this.#isSettling = !isStill;
    this.#picture = { ...this.#picture, positions };
    this.#copy.forget();
    this.#follow();
  }

  #follow(): void {
    const { positions, size } = this.#picture;
    const bounds = boundsOf(positions);
    if (this.#isFollowing && bounds !== undefined) {
      this.#picture = { ...this.#picture, view: fitted(bounds, size, marginOf(size)) };
      this.#copy.forget();
    }
    this.#paint();
  }

  #seeFrom(view: Viewport): void {
    [this.#isFollowing, this.#isMoving] = [false, true];
    this.#picture = { ...this.#picture, view };
    this.#moved$.next();
    this.#paint();
  }

  #rest(): void {
    this.#isMoving = false;
    this.#paint();
  }

  #take(gesture: Gesture): void {
    switch (gesture.type) {
      case 'panned':
        this.#seeFrom(panned(this.#picture.view, gesture.by));
        break;
      case 'zoomed':
        this.#seeFrom(zoomed(this.#picture.view, gesture.factor, gesture.around));
        break;
      case 'picked':
        this.pick$.next(this.#hit(gesture.at));
        break;
      case 'pointed':
        this.#pointAt(gesture.at);
        break;
      case 'node-moved':
        this.#hold(gesture.node, gesture.to);
        break;
      case 'node-dropped':
        this.#hold(gesture.node, undefined);
        break;
    }
  }

  /** In a large network only nodes can be met: the edges are a net. */
  #hit(at: Point): Hit | undefined {
    if (isDetailed(this.#picture)) return hitAt(this.#picture, at);
    const node = nodeAt(this.#picture, at);
    return node === undefined ? undefined : { type: 'node', at: node };
  }

  #pointAt(at: Point | undefined): void {
    const hit = at === undefined ? undefined : this.#hit(at);
    if (hit === undefined && this.#hovered === undefined) return;
    this.#hovered = hit;
    this.#above.classList.toggle('is-over', hit !== undefined);
    this.point$.next(hit === undefined || at === undefined ? undefined : { hit, ...at });
    this.#paint();
  }

  #hold(node: number, at: Point | undefined): void {
    const { scene, view } = this.#picture;
    const id = scene.nodes[node]?.id;
    if (id === undefined) return;
    this.#isFollowing = false;
    this.#worker.hold(id, at === undefined ? undefined : toMap(view, at));
    this.#worker.ask();
  }

  #paint(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    requestAnimationFrame(() => this.#frame());
  }

  #frame(): void {
    this.#isAwaited = false;
    const { scene, positions, size } = this.#picture;
    if (size.width === 0 || positions.length !== 2 * scene.nodes.length) return;
    this.#paintBelow();
    this.#paintAbove();
    if (this.#isSettling) this.#worker.ask();
    if (scene.nodes.length > 0) this.#above.dataset['state'] = this.#isSettling ? 'settling' : 'still';
  }

  /** A large map that only moves in view is shown by its copy; whose nodes move, by a draft. */
  #paintBelow(): void {
    const [picture, palette, { context }] = [this.#picture, this.#palette, this.#lower];
    if (isLive(picture) || this.#isSettling) {
      this.#lower.clear(picture.size);
      paintMap(context, picture, palette, !isLive(picture));
      return;
    }
    if (!this.#copy.stands(picture, this.#isMoving)) {
      const isDraft = this.#isMoving;
      this.#copy.paint(picture, !isDraft, (to, wider) => paintMap(to, wider, palette, isDraft));
    }
    this.#lower.clear(picture.size);
    this.#copy.show(context, picture);
  }

  #paintAbove(): void {
    const { context } = this.#upper;
    this.#upper.clear(this.#picture.size);
    const pointed = this.#looked.isChosen ? undefined : this.#hovered;
    const focus: Focus = { ...this.#looked, ...(pointed === undefined ? {} : { [pointed.type]: pointed.at }) };
    paintFocus(context, this.#picture, this.#palette, focus);
    paintNames(context, this.#picture, this.#palette, focusNodes(this.#picture, focus));
    this.#lower.canvas.classList.toggle('is-faint', this.#looked.isChosen || this.#looked.found.size > 0);
  }
}
