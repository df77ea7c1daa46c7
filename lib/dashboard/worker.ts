// The worker of the page: it lays the map out while the page stays quick. It moves only when it is asked to, so a page
// that paints slowly, or is not looked at, is never sent more than it paints.
import { layout, type Graph } from './layout/layout.ts';
import type { Point } from './layout/place.ts';

export type ToWorker =
  | { readonly type: 'graph'; readonly graph: Graph; readonly version: number }
  /** Move so many times, at the most; nothing is answered when all has cooled down. */
  | { readonly type: 'move'; readonly ticks: number }
  | { readonly type: 'hold'; readonly id: string; readonly at?: Point };

export interface FromWorker {
  /** Of the graph that these are the places of. */
  readonly version: number;
  readonly positions: Float32Array<ArrayBuffer>;
  /** Nothing will move any more by itself. */
  readonly isStill: boolean;
}

/** As much of a worker's global scope as is used: the type library of workers does not go with that of pages. */
interface Scope {
  onmessage: ((message: { readonly data: ToWorker }) => void) | null;
  postMessage(answer: FromWorker, transfer: readonly ArrayBuffer[]): void;
}

const scope = globalThis as unknown as Scope;
const map = layout();
let version = 0;

const answer = (isStill: boolean): void => {
  const places = map.positions() as Float32Array<ArrayBuffer>;
  scope.postMessage({ version, positions: places, isStill }, [places.buffer]);
};

const move = (ticks: number): void => {
  let isMoving = true;
  for (let at = 0; at < ticks && isMoving; at++) isMoving = map.tick();
  answer(!isMoving);
};

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'graph':
      version = data.version;
      map.change(data.graph);
      break;
    case 'move':
      move(data.ticks);
      break;
    case 'hold':
      map.hold(data.id, data.at);
      break;
  }
};
