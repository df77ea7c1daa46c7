// The page's end of the worker that lays the map out: it is asked for the next places once the last have been painted.
import type { Point } from '../layout/place.ts';
import type { FromWorker, ToWorker } from '../worker.ts';
import { graphOf, type Scene } from './scene.ts';

export interface LayoutWorker {
  /** Takes in another map; its places come when they are asked for. */
  change(scene: Scene): void;
  /** Asks for the next places; until they come, asking again changes nothing. */
  ask(): void;
  hold(id: string, at: Point | undefined): void;
}

/** A page that calms motion shows only where everything comes to rest. */
const TICKS_AT_ONCE = 400;
/** The first picture should have a shape already. */
const TICKS_FIRST = 90;
/** With a frame each, some four seconds until all is still. */
const TICKS = 2;
/** Frames of large maps take longer, so that more happens in each. */
const TICKS_LARGE = 6;
const LARGE_NODES = 300;

const ticksFor = (nodes: number, isFirst: boolean): number => {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return TICKS_AT_ONCE;
  return isFirst ? TICKS_FIRST : nodes > LARGE_NODES ? TICKS_LARGE : TICKS;
};

/** @param placed told the places of the map that was given last, and whether they will stay */
export const layoutWorker = (placed: (positions: Float32Array, isStill: boolean) => void): LayoutWorker => {
  const worker = new Worker('worker.js');
  let [version, nodes, isFirst, isAsked] = [0, 0, true, false];
  const send = (message: ToWorker): void => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    isAsked = false;
    if (data.version === version) placed(data.positions, data.isStill);
    else ask(); // of a map that has changed meanwhile
  });
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    send({ type: 'move', ticks: ticksFor(nodes, isFirst && nodes > 1) });
    if (nodes > 1) isFirst = false;
  };
  return {
    ask,
    change: (scene) => {
      nodes = scene.nodes.length;
      send({ type: 'graph', graph: graphOf(scene), version: ++version });
    },
    hold: (id, at) => send({ type: 'hold', id, ...(at === undefined ? {} : { at }) }),
  };
};
