// Messages longer than a frame: cut up on one side, put together on the other. RSocket 1.0, "Fragmentation And
// Reassembly": metadata first, then data; the first fragment is of the message's own type, the others are PAYLOADs.
import type { Frame } from './frame.ts';
import { isMessage, type Message } from './isMessage.ts';
import { CREDITS_BYTES, HEADER_BYTES, METADATA_LENGTH_BYTES } from './layout.ts';
import { FRAME_BYTES_MIN, REASSEMBLY_MESSAGES_MAX, REQUESTS_IN_FLIGHT_MAX } from './limits.ts';
import { protocol, tooBig } from './malformed.ts';
import type { Carried } from './readCarried.ts';
import { sizeOf } from './sizeOf.ts';
import { Unfinished } from './unfinished.ts';

/**
 * A frame as fragments of at most `frameBytesMax` bytes each, their 3-byte lengths not counted: itself if it fits, or
 * if it is of a type that is never cut. What the fragments carry are views.
 *
 * @throws RangeError when `frameBytesMax` is below FRAME_BYTES_MIN.
 * @example for (const part of fragment(answer, FRAME_BYTES_MAX)) end = writeFrame(part, slab, end);
 */
export const fragment = (frame: Frame, frameBytesMax: number): Frame[] => {
  if (frameBytesMax < FRAME_BYTES_MIN) {
    throw new RangeError(`frames of ${frameBytesMax} bytes, at least ${FRAME_BYTES_MIN}`);
  }
  if (!isMessage(frame) || sizeOf(frame) <= frameBytesMax) return [frame];
  const parts = cut(frame, frameBytesMax);
  return parts.map((carried, index): Message => {
    const ends = index === parts.length - 1;
    const follows = !ends || frame.follows;
    if (index === 0 && frame.type !== 'PAYLOAD') return { ...frame, follows, ...carried };
    const complete = ends && frame.type === 'PAYLOAD' && frame.complete;
    return { type: 'PAYLOAD', stream: frame.stream, follows, complete, next: true, ...carried };
  });
};

const cut = (frame: Message, frameBytesMax: number): Carried[] => {
  const parts: Carried[] = [];
  let { metadata, data } = frame;
  let room = frameBytesMax - HEADER_BYTES - (frame.type === 'REQUEST_STREAM' ? CREDITS_BYTES : 0);
  do {
    const head = metadata?.subarray(0, room - METADATA_LENGTH_BYTES);
    if (head !== undefined) room -= METADATA_LENGTH_BYTES + head.length;
    const body = data.subarray(0, room);
    parts.push(head === undefined ? { data: body } : { metadata: head, data: body });
    metadata = head?.length === metadata?.length ? undefined : metadata?.subarray(head?.length);
    data = data.subarray(body.length);
    room = frameBytesMax - HEADER_BYTES;
  } while (metadata !== undefined || data.length > 0);
  return parts;
};

/**
 * Puts the fragments of one direction of one connection together. What it holds is bounded: `messageBytesMax` for each
 * message, REASSEMBLY_MESSAGES_MAX times that for all, REQUESTS_IN_FLIGHT_MAX messages. It knows no time: whoever has
 * a deadline for a stream calls `drop`, and from then on does not await what is still on its way.
 *
 * @example const message = reassembler.add(frame); if (message !== undefined) take(message);
 */
export class Reassembler {
  readonly #messageBytesMax: number;
  readonly #awaits: (first: Message) => boolean;
  readonly #unfinished = new Map<number, Unfinished>();
  #held = 0;
  #reserved = 0;

  /** @param awaits whether a message that begins with this fragment is worth its memory; every one unless told */
  constructor(messageBytesMax: number, awaits: (first: Message) => boolean = () => true) {
    this.#messageBytesMax = messageBytesMax;
    this.#awaits = awaits;
  }

  /** Bytes of the messages that are not whole yet. */
  get held(): number {
    return this.#held;
  }

  /** Bytes allocated for them: less than 64 KiB more for each, or four times as much. */
  get reserved(): number {
    return this.#reserved;
  }

  /**
   * Takes every frame that comes, in order. Returns the whole message when its last fragment came, any other frame as
   * it is, and `undefined` for a fragment. A fragment that nobody awaits is returned as it is as well, for whoever knows
   * whether it may come. A CANCEL or an ERROR ends what was begun on its stream, and of a request that was not whole yet
   * nobody hears.
   *
   * @throws FrameError: a request amid the fragments of its stream, metadata after data, or past a limit.
   */
  add(frame: Frame): Frame | undefined {
    if (frame.type === 'CANCEL' || frame.type === 'ERROR') {
      const begun = this.#unfinished.get(frame.stream);
      this.drop(frame.stream);
      return begun === undefined || begun.type === 'PAYLOAD' ? frame : undefined;
    }
    if (!isMessage(frame)) return frame;
    const begun = this.#unfinished.size === 0 ? undefined : this.#unfinished.get(frame.stream);
    if (begun === undefined) {
      if (!frame.follows || !this.#awaits(frame)) return frame;
      this.#begin(frame);
      return undefined;
    }
    if (frame.type !== 'PAYLOAD') {
      throw protocol(`${frame.type} amid the fragments of a ${begun.type} on stream ${frame.stream}`);
    }
    this.#append(begun, frame);
    if (frame.follows && !frame.complete) return undefined;
    const whole = begun.whole(frame);
    this.drop(frame.stream);
    return whole;
  }

  /** Forgets what came of a message on this stream; harmless when there is none. */
  drop(stream: number): void {
    const begun = this.#unfinished.get(stream);
    if (begun === undefined) return;
    this.#held -= begun.length;
    this.#reserved -= begun.reserved;
    this.#unfinished.delete(stream);
    begun.free();
  }

  /** Forgets all. */
  clear(): void {
    for (const stream of [...this.#unfinished.keys()]) this.drop(stream);
  }

  #begin(frame: Message): void {
    if (this.#unfinished.size === REQUESTS_IN_FLIGHT_MAX) {
      throw protocol(`${REQUESTS_IN_FLIGHT_MAX + 1} messages in fragments at once, limit ${REQUESTS_IN_FLIGHT_MAX}`);
    }
    const begun = new Unfinished(frame, this.#messageBytesMax);
    this.#append(begun, frame);
    this.#unfinished.set(frame.stream, begun);
  }

  #append(begun: Unfinished, frame: Message): void {
    const more = (frame.metadata?.length ?? 0) + frame.data.length;
    const [length, max] = [begun.length + more, this.#messageBytesMax];
    if (length > max) throw tooBig('message', length, max);
    if (this.#held + more > REASSEMBLY_MESSAGES_MAX * max) {
      throw tooBig('messages in fragments at once', this.#held + more, REASSEMBLY_MESSAGES_MAX * max);
    }
    const before = begun.reserved;
    try {
      begun.append(frame);
    } finally {
      this.#reserved += begun.reserved - before;
    }
    this.#held += more;
  }
}
