// What waits for a slow network: frames of streams, in order, until the channel has room again.
import { Queue } from '../queue.ts';
import type { Frame } from './frame.ts';
import { sizeOf } from './codec.ts';
import { fragment } from './fragments.ts';
import { FRAME_BYTES_MAX, UNSENT_BYTES_SOFT_MAX } from './limits.ts';
import { HELD_BYTES_ALL_MAX, HELD_BYTES_MAX } from './sessionLimits.ts';
import type { Writer } from './writer.ts';

/** Bytes in all outboxes of the process. */
let heldByAll = 0;

/** What the outboxes of all connections of this process hold at the moment, in bytes. */
export const heldByOutboxes = (): number => heldByAll;

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
  /** Made when something waits for the first time. */
  #held: Queue<Held> | undefined;
  /** Bytes of the frames that wait here, and with them what producers hold on their own. */
  #waiting = 0;
  #bytes = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
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
    if (!isClear && !this.#fits(bytes)) return false;
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
    while (this.#waiting > 0 && this.#writer.unsent < UNSENT_BYTES_SOFT_MAX) {
      const next = this.#held?.take();
      if (next === undefined) return;
      this.#waiting -= next.bytes;
      this.#count(-next.bytes);
      this.#writer.send(next.frame, next.bytes);
    }
  }

  /** Lets go of everything: the connection ends. */
  drop(): void {
    this.#count(-this.#waiting);
    this.#waiting = 0;
    this.#held = undefined;
  }

  #fits(bytes: number): boolean {
    return this.#bytes + bytes <= HELD_BYTES_MAX && heldByAll + bytes <= HELD_BYTES_ALL_MAX;
  }

  #take(frame: Frame, bytes: number): void {
    if (bytes > FRAME_BYTES_MAX) {
      for (const part of fragment(frame, FRAME_BYTES_MAX)) this.#take(part, sizeOf(part));
    } else if (this.clear) {
      this.#writer.send(frame, bytes);
    } else {
      (this.#held ??= new Queue()).push({ frame, bytes });
      this.#waiting += bytes;
      this.#count(bytes);
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    heldByAll += bytes;
  }
}
