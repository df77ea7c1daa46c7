// One message on its way: what has come of it so far.
import type { Message } from './isMessage.ts';
import { protocol } from './malformed.ts';
import { PooledBytes } from './pooledBytes.ts';

export class Unfinished {
  /** Its first fragment without what it carried, so that nothing but copies is held. */
  readonly #first: Message;
  readonly #metadata: PooledBytes | undefined;
  readonly #data: PooledBytes;

  constructor(first: Message, bytesMax: number) {
    this.#first = { ...first, data: NOTHING, ...(first.metadata && { metadata: NOTHING }) };
    this.#metadata = first.metadata && new PooledBytes(bytesMax);
    this.#data = new PooledBytes(bytesMax);
  }

  get type(): Message['type'] {
    return this.#first.type;
  }

  /** Bytes that have come, metadata and data. */
  get length(): number {
    return (this.#metadata?.length ?? 0) + this.#data.length;
  }

  /** Bytes allocated for them. */
  get reserved(): number {
    return (this.#metadata?.reserved ?? 0) + this.#data.reserved;
  }

  /** @throws FrameError when metadata comes where none can. */
  append({ stream, metadata, data }: Message): void {
    if (metadata !== undefined) {
      if (this.#metadata === undefined) throw protocol(`metadata in a later fragment only, on stream ${stream}`);
      if (this.#data.length > 0) throw protocol(`metadata after data, in the fragments of stream ${stream}`);
      this.#metadata.append(metadata);
    }
    this.#data.append(data);
  }

  /** Gives its memory back: it is not asked for any more. */
  free(): void {
    this.#metadata?.free();
    this.#data.free();
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
