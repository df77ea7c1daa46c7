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
const { change, tick, hold, positions } = layout();
let version = 0;

const answer = (isStill: boolean): void => {
  const places = positions() as Float32Array<ArrayBuffer>;
  scope.postMessage({ version, positions: places, isStill }, [places.buffer]);
};

const move = (ticks: number): void => {
  let isMoving = true;
  for (let at = 0; at < ticks && isMoving; at++) isMoving = tick();
  answer(!isMoving);
};

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'graph':
      version = data.version;
      return change(data.graph);
    case 'move':
      return move(data.ticks);
    case 'hold':
      return hold(data.id, data.at);
  }
};
