// What waits for a slow network: frames of streams, in order, until the channel has room again.
import { Queue } from '../queue.ts';
import type { Frame } from './frame.ts';
import { sizeOf } from './codec.ts';
import { fragment } from './fragments.ts';
import { FRAME_BYTES_MAX, UNSENT_BYTES_SOFT_MAX } from './limits.ts';
import { holdUnsent, roomFor, type Holder } from './heldBytes.ts';
import { HELD_BYTES_ALL_MAX, HELD_BYTES_MAX } from './sessionLimits.ts';
import type { Writer } from './writer.ts';

/** What a frame takes while it waits, beside its bytes: itself, its view of them, and its place in the queue. */
const HELD_FRAME_BYTES = 256;

interface Held {
  readonly frame: Frame;
  readonly bytes: number;
}

/**
 * Every frame of a stream goes through it, a CANCEL as well: it must not overtake its request. What concerns the
 * connection (KEEPALIVE, LEASE, the goodbye) does not.
 */
export class Outbox {
  readonly #writer: Writer;
  readonly #holder: Holder;
  /** Made when something waits for the first time. */
  #held: Queue<Held> | undefined;
  /** Bytes of the frames that wait here, and with them what producers hold on their own. */
  #waiting = 0;
  #bytes = 0;
  /** What the network has beyond what each may leave there, as it was counted last. */
  #lodged = 0;

  /** @param holder is told when it has to go for what it holds */
  constructor(writer: Writer, holder: Holder) {
    this.#writer = writer;
    this.#holder = holder;
  }

  /** Bytes held for this connection. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of frames that wait here. */
  get waiting(): number {
    return this.#waiting;
  }

  /** True when the network takes what it is given: producers may go on. */
  get clear(): boolean {
    return this.#waiting === 0 && this.#writer.unsent < UNSENT_BYTES_SOFT_MAX;
  }

  /** Sends, or holds if there is room for it; false when there is not, and nothing is taken then. */
  offer(frame: Frame): boolean {
    const [bytes, isClear] = [sizeOf(frame), this.clear];
    if (isClear && bytes <= FRAME_BYTES_MAX) {
      this.#writer.send(frame, bytes); // most frames end here
      return true;
    }
    if (!isClear && !this.#fits(bytes + HELD_FRAME_BYTES)) return false;
    this.#take(frame, bytes);
    return true;
  }

  /** Counts `bytes` that a producer holds on its own; false when there is no room for them. */
  hold(bytes: number): boolean {
    if (!this.#fits(bytes)) return false;
    this.#count(bytes);
    return true;
  }

  release(bytes: number): void {
    this.#count(-bytes);
  }

  /** Sends or holds a small frame that must not be lost: a CANCEL, an ERROR, more credits. */
  put(frame: Frame): void {
    this.#take(frame, sizeOf(frame));
  }

  /** Sends as much as the network takes now. */
  pump(): void {
    this.#sendOn();
    this.#reckon();
  }

  /** Lets go of everything: the connection ends. */
  drop(): void {
    this.#lodged = 0;
    this.#count(-this.#waiting);
    this.#waiting = 0;
    this.#held = undefined;
  }

  #sendOn(): void {
    while (this.#waiting > 0 && this.#writer.unsent < UNSENT_BYTES_SOFT_MAX) {
      const next = this.#held?.take();
      if (next === undefined) return;
      const held = next.bytes + HELD_FRAME_BYTES;
      this.#waiting -= held;
      this.#count(-held);
      this.#writer.send(next.frame, next.bytes);
    }
  }

  /**
   * Counts what the network has and does not take, beyond what each connection may leave there: a frame of full size at
   * most, so that as many slow ones as a node has by default are within what all may leave. When that is too much, and
   * most of it is this one's, its holder is told.
   */
  #reckon(): void {
    const lodged = Math.max(0, this.#writer.unsent - UNSENT_BYTES_SOFT_MAX);
    const more = lodged - this.#lodged;
    if (more === 0) return;
    if (more > 0 && !roomFor(this.#holder, more)) {
      this.#holder.overflowed(`${this.#bytes + lodged} bytes unsent, limit for all peers ${HELD_BYTES_ALL_MAX}`);
      return;
    }
    this.#lodged = lodged;
    this.#count(0);
  }

  #fits(bytes: number): boolean {
    return this.#bytes + bytes <= HELD_BYTES_MAX && roomFor(this.#holder, bytes);
  }

  #take(frame: Frame, bytes: number): void {
    if (bytes > FRAME_BYTES_MAX) {
      for (const part of fragment(frame, FRAME_BYTES_MAX)) this.#take(part, sizeOf(part));
    } else if (this.clear) {
      this.#writer.send(frame, bytes);
    } else {
      (this.#held ??= new Queue()).push({ frame, bytes });
      this.#waiting += bytes + HELD_FRAME_BYTES;
      this.#count(bytes + HELD_FRAME_BYTES);
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    holdUnsent(this.#holder, this.#bytes + this.#lodged);
  }
}
