// What the hand does on the map: drags it, drags a node, zooms by wheel or with two fingers, points, and picks.
import { Observable } from 'rxjs';
import type { Point } from '../layout/place.ts';

export type Gesture =
  | { readonly type: 'panned'; readonly by: Point }
  | { readonly type: 'zoomed'; readonly factor: number; readonly around: Point }
  /** Undefined: the pointer has left. */
  | { readonly type: 'pointed'; readonly at: Point | undefined }
  | { readonly type: 'picked'; readonly at: Point }
  | { readonly type: 'node-moved'; readonly node: number; readonly to: Point }
  | { readonly type: 'node-dropped'; readonly node: number };

/** Less is a click with an unsteady hand. */
const DRAG_PX_MIN = 4;
/** A notch of a wheel is some 100 pixels, or three lines. */
const ZOOM_PER_PX = 0.0016;
const LINE_PX = 33;

interface Finger {
  readonly start: Point;
  at: Point;
  readonly node: number | undefined;
  isDragging: boolean;
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const span = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y) || 1;

type Out = (gesture: Gesture) => void;

/** Two fingers: the map follows both. */
const pinched = (moved: Finger, other: Finger, to: Point, out: Out): void => {
  const [before, after] = [middle(moved.at, other.at), middle(to, other.at)];
  out({ type: 'zoomed', factor: span(to, other.at) / span(moved.at, other.at), around: after });
  out({ type: 'panned', by: { x: after.x - before.x, y: after.y - before.y } });
};

const dragged = (finger: Finger, to: Point, out: Out): void => {
  if (!finger.isDragging && span(finger.start, to) < DRAG_PX_MIN) return;
  finger.isDragging = true;
  if (finger.node !== undefined) out({ type: 'node-moved', node: finger.node, to });
  else out({ type: 'panned', by: { x: to.x - finger.at.x, y: to.y - finger.at.y } });
  finger.at = to;
};

const lifted = (finger: Finger | undefined, out: Out): void => {
  if (finger === undefined) return;
  if (!finger.isDragging) out({ type: 'picked', at: finger.at });
  else if (finger.node !== undefined) out({ type: 'node-dropped', node: finger.node });
};

/** @param nodeAt what is under a pixel, for whoever begins to drag there */
export const gestures = (target: HTMLElement, nodeAt: (at: Point) => number | undefined): Observable<Gesture> =>
  new Observable((subscriber) => {
    const out: Out = (gesture) => subscriber.next(gesture);
    const fingers = new Map<number, Finger>();
    const listening = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      name: K, listener: (event: HTMLElementEventMap[K]) => void, passive = true,
    ): void => target.addEventListener(name, listener, { signal: listening.signal, passive });
    const at = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = target.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    on('pointerdown', (event) => {
      if (event.button !== 0) return;
      target.setPointerCapture(event.pointerId);
      const start = at(event);
      fingers.set(event.pointerId, { start, at: start, node: nodeAt(start), isDragging: false });
    });
    on('pointermove', (event) => {
      const finger = fingers.get(event.pointerId);
      const other = [...fingers.values()].find((one) => one !== finger);
      if (finger === undefined) out({ type: 'pointed', at: at(event) });
      else if (other === undefined) dragged(finger, at(event), out);
      else {
        pinched(finger, other, at(event), out);
        [finger.at, finger.isDragging, other.isDragging] = [at(event), true, true];
      }
    });
    on('pointerup', (event) => {
      lifted(fingers.get(event.pointerId), out);
      fingers.delete(event.pointerId);
    });
    on('pointercancel', (event) => fingers.delete(event.pointerId));
    on('pointerleave', () => out({ type: 'pointed', at: undefined }));
    on('wheel', (event) => {
      event.preventDefault();
      const px = event.deltaMode === 0 ? event.deltaY : event.deltaY * LINE_PX;
      out({ type: 'zoomed', factor: Math.exp(-px * ZOOM_PER_PX), around: at(event) });
    }, false);
    return () => listening.abort();
  });
