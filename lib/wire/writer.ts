// Puts frames on a channel: all of one tick in one write, large bodies by reference.
import type { Env } from '../env.ts';
import type { Channel } from '../transport.ts';
import { sizeOf, writeFrame } from './codec.ts';
import type { Frame } from './frame.ts';
import { BY_REFERENCE_BYTES_MIN } from './sessionLimits.ts';
import { slice } from './slab.ts';

const LENGTH_BYTES = 3;
const NOTHING = new Uint8Array(0);

/** A frame whose body is large enough to be written as it is. The body comes last in every frame that has one. */
type Bulky = Extract<Frame, { readonly data: Uint8Array }>;

const isBulky = (frame: Frame): frame is Bulky =>
  'data' in frame && frame.data.length >= BY_REFERENCE_BYTES_MIN;

/** Frames are encoded when the tick ends, so that those of one connection lie side by side in the shared slab. */
export class Writer {
  readonly #channel: Channel;
  readonly #env: Env;
  readonly #to: { flushed(): void };
  readonly #flush = (): void => {
    this.#now = undefined;
    this.flush();
    this.#to.flushed();
  };
  #frames: Frame[] = [];
  #queued = 0;
  /** Bytes of the queued frames that must be encoded: all but the large bodies. */
  #encoded = 0;
  #bytesOut = 0;
  #now: number | undefined;

  /** @param to is told of every flush at the end of a tick */
  constructor(channel: Channel, env: Env, to: { flushed(): void }) {
    this.#channel = channel;
    this.#env = env;
    this.#to = to;
  }

  /** Bytes that the network has not taken yet, those of this tick among them. */
  get unsent(): number {
    return this.#queued + this.#channel.buffered;
  }

  /** The time, read once while frames wait for the end of the tick. */
  get now(): number {
    if (this.#frames.length === 0) return this.#env.scheduler.now();
    return (this.#now ??= this.#env.scheduler.now());
  }

  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Queues a frame for the end of this tick. Its `data` must not be changed afterwards. @param size `sizeOf(frame)` */
  send(frame: Frame, size = sizeOf(frame)): void {
    const bytes = LENGTH_BYTES + size;
    if (this.#frames.push(frame) === 1) this.#env.soon(this.#flush);
    this.#queued += bytes;
    this.#encoded += isBulky(frame) ? bytes - frame.data.length : bytes;
  }

  /** Hands over what is queued. */
  flush(): void {
    if (this.#frames.length === 0) return;
    const [frames, target] = [this.#frames, slice(this.#encoded)];
    this.#bytesOut += this.#queued;
    this.#frames = [];
    this.#queued = this.#encoded = 0;
    let [start, at] = [0, 0];
    for (const frame of frames) {
      if (!isBulky(frame)) {
        at = writeFrame(frame, target, at);
        continue;
      }
      const head = at;
      at = writeFrame({ ...frame, data: NOTHING }, target, at);
      lengthen(target, head, frame.data.length);
      this.#channel.write(target.subarray(start, at));
      this.#channel.write(frame.data);
      start = at;
    }
    if (at > start) this.#channel.write(start === 0 && at === target.length ? target : target.subarray(start, at));
  }
}

/** Adds the bytes of a body that is written on its own to the length that was written without it. */
const lengthen = (target: Uint8Array, at: number, bytes: number): void => {
  const length = ((target[at] ?? 0) << 16 | (target[at + 1] ?? 0) << 8 | (target[at + 2] ?? 0)) + bytes;
  target[at] = length >>> 16;
  target[at + 1] = length >>> 8;
  target[at + 2] = length;
};
