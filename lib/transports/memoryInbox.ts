// What has arrived at one end of a connection in memory and is not read yet, and how it is cut into chunks.
import type { Env } from '../env.ts';
import { Queue } from '../queue.ts';
import type { MemoryConditions } from './memoryConditions.ts';

/** The writer's window bounds it. */
export class MemoryInbox {
  readonly #chunkBytes: number | undefined;
  readonly #random: Env['random'];
  #chunks = new Queue<Uint8Array>();
  #rest: Uint8Array | undefined; // of the chunk that is being cut
  #bytes = 0;

  constructor({ chunkBytes }: MemoryConditions, { random }: Env) {
    this.#chunkBytes = chunkBytes;
    this.#random = random;
  }

  /** How many bytes are unread. */
  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  take(): Uint8Array | undefined {
    const whole = this.#rest ?? this.#chunks.take();
    if (whole === undefined) return undefined;
    const length = this.#chunkBytes === undefined ? whole.length : 1 + Math.floor(this.#random() * this.#chunkBytes);
    this.#rest = length < whole.length ? whole.subarray(length) : undefined;
    const chunk = this.#rest === undefined ? whole : whole.subarray(0, length);
    this.#bytes -= chunk.length;
    return chunk;
  }

  clear(): void {
    this.#chunks = new Queue();
    this.#rest = undefined;
    this.#bytes = 0;
  }
}
