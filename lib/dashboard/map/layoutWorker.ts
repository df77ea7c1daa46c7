// The page's end of the worker that lays the map out: it is asked for the next places once the last have been painted.
import type { Point } from '../layout/place.ts';
import type { FromWorker, ToWorker } from '../worker.ts';
import { graphOf, type Scene } from './scene.ts';

/** A page that calms motion shows only where everything comes to rest. */
const TICKS_AT_ONCE = 400;
/** The first picture should have a shape already. */
const TICKS_FIRST = 90;
/** With a frame each, some two seconds until all is still. */
const TICKS = 2;
/** Frames of large maps take longer, so more happens in each. */
const TICKS_LARGE = 8;
const LARGE_NODES = 300;

const isCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export class LayoutWorker {
  readonly #worker = new Worker('worker.js');
  #version = 0;
  #nodes = 0;
  #isFirst = true;
  #isAsked = false;

  /** @param placed told the places of the map that was given last, and whether they will stay */
  constructor(placed: (positions: Float32Array, isStill: boolean) => void) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#isAsked = false;
      if (data.version === this.#version) placed(data.positions, data.isStill);
      else this.ask(); // of a map that has changed meanwhile
    });
  }

  /** Takes in another map; its places come when they are asked for. */
  change(scene: Scene): void {
    this.#nodes = scene.nodes.length;
    this.#send({ type: 'graph', graph: graphOf(scene), version: ++this.#version });
  }

  /** Asks for the next places; until they come, asking again changes nothing. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#send({ type: 'move', ticks: this.#ticks() });
    if (this.#nodes > 1) this.#isFirst = false;
  }

  /** Holds a node at a place. @param at undefined: lets go of it */
  hold(id: string, at: Point | undefined): void {
    this.#send({ type: 'hold', id, ...(at === undefined ? {} : { at }) });
  }

  #ticks(): number {
    if (isCalm()) return TICKS_AT_ONCE;
    if (this.#isFirst && this.#nodes > 1) return TICKS_FIRST;
    return this.#nodes > LARGE_NODES ? TICKS_LARGE : TICKS;
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
