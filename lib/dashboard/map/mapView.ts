// The map on the page: it takes in scenes and what is looked at, and tells what was picked. It paints only when something
// has changed, at most once a frame.
//
//     scene ──> worker (layout) ──> positions ─┐
//     hand, keys ──> view ─────────────────────┼──> picture ──> sheet below: nodes and edges, or their copy
//     selection, search ──> focus ─────────────┘           └──> sheet above: what is looked at, and names
import { debounceTime, Subject, type Observable, type SchedulerLike } from 'rxjs';
import { focusNodes, NO_FOCUS, paintFocus, type Focus } from '../paint/focus.ts';
import { paintMap } from '../paint/paintMap.ts';
import { paintNames } from '../paint/names.ts';
import { paletteOf } from '../paint/palette.ts';
import { copy } from './copy.ts';
import { gestures, type Gesture } from './gestures.ts';
import { hitAt, nodeAt, nodeTowards, type Hit } from './hit.ts';
import { layoutWorker } from './layoutWorker.ts';
import { isDetailed, type Picture } from './picture.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';
import { sheetOn } from './sheet.ts';
import { boundsOf, centred, fitted, panned, START, toMap, toPixels, zoomed, type Margin, type Viewport } from './viewport.ts';

/** Of the nodes that are looked at, by number in the scene. */
export interface Looked extends Focus {
  /** Something is chosen, so the rest is faint. */
  readonly isChosen: boolean;
}

export interface MapView {
  show(scene: Scene): void;
  look(looked: Looked): void;
  /** Light has become dark, or dark light. */
  repaint(): void;
  /** Shows all of it again, and keeps doing so while it changes. */
  fit(): void;
  zoom(factor: number): void;
  /** Brings a node to the middle. */
  centre(node: number): void;
  /** From the node that is chosen to the next one in a direction. */
  towards(from: number, direction: { readonly x: number; readonly y: number }): number | undefined;
  readonly pick$: Observable<Hit | undefined>;
  readonly point$: Observable<{ readonly hit: Hit; readonly x: number; readonly y: number } | undefined>;
}

/** Room for names, the legend below, and the words above. */
const MARGIN: Margin = { top: 52, right: 70, bottom: 78, left: 70 };
/** A hand that rests this long has stopped: the fine picture is painted. */
const REST_MS = 140;

export interface MapParts {
  readonly below: HTMLCanvasElement;
  readonly above: HTMLCanvasElement;
  readonly scheduler: SchedulerLike;
}

export const mapView = ({ below, above, scheduler }: MapParts): MapView => {
  const [lower, upper] = [sheetOn(below), sheetOn(above)];
  const kept = copy();
  const pick$ = new Subject<Hit | undefined>();
  const point$ = new Subject<{ hit: Hit; x: number; y: number } | undefined>();
  const moved$ = new Subject<void>();
  let palette = paletteOf(document.documentElement);
  let picture: Picture = { scene: EMPTY_SCENE, positions: new Float32Array(0), view: START, size: { width: 0, height: 0 } };
  let looked: Looked = { ...NO_FOCUS, isChosen: false };
  let hovered: Hit | undefined;
  let [isFollowing, isMoving, isSettling, isAwaited] = [true, false, false, false];

  const worker = layoutWorker((positions, isStill) => {
    isSettling = !isStill;
    picture = { ...picture, positions };
    kept.forget();
    follow();
    if (isSettling) worker.ask();
  });

  const follow = (): void => {
    const bounds = boundsOf(picture.positions);
    if (isFollowing && bounds !== undefined) picture = { ...picture, view: fitted(bounds, picture.size, MARGIN) };
    paint();
  };

  const paintBelow = (): void => {
    const isLarge = !isDetailed(picture);
    const isDraft = isLarge && (isMoving || isSettling);
    if (!isLarge || isSettling) {
      lower.clear(picture.size);
      paintMap(lower.context, picture, palette, isDraft);
      return;
    }
    if (!isMoving || !kept.fits(picture)) kept.paint(picture, (to, wider) => paintMap(to, wider, palette, isDraft));
    lower.clear(picture.size);
    kept.show(lower.context, picture);
  };

  const paintAbove = (): void => {
    upper.clear(picture.size);
    const pointed = looked.isChosen || hovered === undefined ? {} : { [hovered.type]: hovered.at };
    const focus: Focus = { ...looked, ...pointed };
    paintFocus(upper.context, picture, palette, focus);
    paintNames(upper.context, picture, palette, focusNodes(picture, focus));
    below.classList.toggle('is-faint', looked.isChosen || looked.found.size > 0);
  };

  const frame = (): void => {
    isAwaited = false;
    if (picture.size.width === 0 || picture.positions.length !== 2 * picture.scene.nodes.length) return;
    paintBelow();
    paintAbove();
    above.dataset['frames'] = String(Number(above.dataset['frames'] ?? 0) + 1);
  };

  const paint = (): void => {
    if (isAwaited) return;
    isAwaited = true;
    requestAnimationFrame(frame);
  };

  const seeFrom = (view: Viewport): void => {
    [isFollowing, isMoving] = [false, true];
    picture = { ...picture, view };
    moved$.next();
    paint();
  };

  /** In a large network only the edges of what is chosen can be met: the others are a net. */
  const hit = (at: { x: number; y: number }): Hit | undefined => {
    if (isDetailed(picture)) return hitAt(picture, at);
    const node = nodeAt(picture, at);
    return node === undefined ? undefined : { type: 'node', at: node };
  };

  const onGesture = (gesture: Gesture): void => {
    switch (gesture.type) {
      case 'panned':
        return seeFrom(panned(picture.view, gesture.by));
      case 'zoomed':
        return seeFrom(zoomed(picture.view, gesture.factor, gesture.around));
      case 'picked':
        return pick$.next(hit(gesture.at));
      case 'pointed': {
        hovered = gesture.at === undefined ? undefined : hit(gesture.at);
        above.classList.toggle('is-over', hovered !== undefined);
        point$.next(hovered === undefined || gesture.at === undefined ? undefined : { hit: hovered, ...gesture.at });
        return paint();
      }
      case 'node-moved':
      case 'node-dropped': {
        const { id } = picture.scene.nodes[gesture.node] ?? {};
        if (id === undefined) return;
        isFollowing = false;
        worker.hold(id, gesture.type === 'node-moved' ? toMap(picture.view, gesture.to) : undefined);
        return worker.ask();
      }
    }
  };

  gestures(above, (at) => nodeAt(picture, at)).subscribe(onGesture);
  moved$.pipe(debounceTime(REST_MS, scheduler)).subscribe(() => {
    isMoving = false;
    paint();
  });
  new ResizeObserver(() => {
    picture = { ...picture, size: { width: above.clientWidth, height: above.clientHeight } };
    kept.forget();
    follow();
  }).observe(above);

  const middle = (): { x: number; y: number } => ({ x: picture.size.width / 2, y: picture.size.height / 2 });
  return {
    pick$, point$,
    show: (scene) => {
      picture = { ...picture, scene };
      hovered = undefined;
      kept.forget();
      worker.change(scene);
      worker.ask();
    },
    look: (next) => {
      looked = next;
      paint();
    },
    repaint: () => {
      palette = paletteOf(document.documentElement);
      kept.forget();
      paint();
    },
    fit: () => {
      isFollowing = true;
      follow();
    },
    zoom: (factor) => seeFrom(zoomed(picture.view, factor, middle())),
    centre: (node) => {
      const at = { x: picture.positions[2 * node] ?? 0, y: picture.positions[2 * node + 1] ?? 0 };
      const { x, y } = toPixels(picture.view, at);
      const isInside = x > 40 && y > 40 && x < picture.size.width - 40 && y < picture.size.height - 40;
      if (!isInside) seeFrom(centred(picture.view, at, picture.size));
    },
    towards: (from, direction) => nodeTowards(picture, from, direction),
  };
};
