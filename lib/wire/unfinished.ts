// One message on its way: what has come of it so far.
import { GrowingBytes } from './growingBytes.ts';
import type { Message } from './isMessage.ts';
import { protocol } from './malformed.ts';

export class Unfinished {
  /** Its first fragment without what it carried, so that nothing but copies is held. */
  readonly #first: Message;
  readonly #metadata: GrowingBytes | undefined;
  readonly #data: GrowingBytes;

  constructor(first: Message, bytesMax: number) {
    this.#first = { ...first, data: NOTHING, ...(first.metadata && { metadata: NOTHING }) };
    this.#metadata = first.metadata && new GrowingBytes(bytesMax);
    this.#data = new GrowingBytes(bytesMax);
  }

  get type(): Message['type'] {
    return this.#first.type;
  }

  /** Bytes that have come, metadata and data. */
  get length(): number {
    return (this.#metadata?.length ?? 0) + this.#data.length;
  }

  /** @throws FrameError when metadata comes where none can. */
  append({ stream, metadata, data }: Message): void {
    if (metadata !== undefined) {
      if (this.#metadata === undefined) throw protocol(`metadata in a later fragment only, on stream ${stream}`);
      if (this.#data.length > 0) throw protocol(`metadata after data, in the fragments of stream ${stream}`);
      this.#metadata.append(metadata, 0, metadata.length);
    }
    this.#data.append(data, 0, data.length);
  }

  /** The message as if it had come in one frame. */
  whole(last: Message): Message {
    const carried = { data: this.#data.whole(), ...(this.#metadata && { metadata: this.#metadata.whole() }) };
    return this.#first.type === 'PAYLOAD'
      ? { ...this.#first, ...carried, follows: false, complete: last.type === 'PAYLOAD' && last.complete }
      : { ...this.#first, ...carried, follows: false };
  }
}

const NOTHING = new Uint8Array(0);
