// Two channels in memory, end to end, on a virtual env: what one writes the other reads at the end of the tick.
import { Observable, Subject, type Subscriber } from 'rxjs';
import type { Channel } from '../../lib/transport.ts';
import { TransportError } from '../../lib/transport.ts';
import type { VirtualEnv } from './virtualEnv.ts';

export class MemoryChannel implements Channel {
  readonly drained$ = new Subject<void>();
  /** What was written, write by write, and what was done. */
  readonly writes: Uint8Array[] = [];
  buffered = 0;
  paused = false;
  ended = false;
  destroyed = false;
  other!: MemoryChannel;
  /** In how many bytes at a time the other end gets them. */
  chunkBytes = Infinity;
  readonly #env: VirtualEnv;
  #blocked = false;
  #backlog: (() => void)[] = [];
  #in: ((out: Subscriber<Uint8Array>) => void)[] = [];
  #out: Subscriber<Uint8Array> | undefined;

  readonly bytes$ = new Observable<Uint8Array>((out) => {
    this.#out = out;
    this.#read();
    return () => this.destroy();
  });

  constructor(env: VirtualEnv) {
    this.#env = env;
  }

  write(bytes: Uint8Array): void {
    if (this.ended || this.destroyed) return;
    this.writes.push(bytes);
    this.#carry(bytes.length, () => this.other.#chunks(bytes, this.chunkBytes));
  }

  end(): void {
    if (this.ended || this.destroyed) return;
    this.ended = true;
    this.#carry(0, () => this.other.#receive((out) => out.complete()));
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    const arrived = this.ended && this.#backlog.length === 0;
    this.#backlog = [];
    this.#in = [];
    if (!arrived) this.fail();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#read();
  }

  /** The network takes nothing any more. */
  block(): void {
    this.#blocked = true;
  }

  /** It takes everything again. */
  unblock(): void {
    this.#blocked = false;
    const backlog = this.#backlog;
    this.#backlog = [];
    const hadSome = this.buffered > 0;
    this.buffered = 0;
    for (const work of backlog) work();
    if (hadSome) this.drained$.next();
  }

  /** The connection breaks for the other end. */
  fail(): void {
    const error = new TransportError('reset', 'read ECONNRESET');
    this.#env.soon(() => this.other.#receive((out) => out.error(error)));
  }

  #carry(bytes: number, work: () => void): void {
    const carried = (): void => this.#env.soon(work);
    if (!this.#blocked) {
      carried();
      return;
    }
    this.buffered += bytes;
    this.#backlog.push(carried);
  }

  #chunks(bytes: Uint8Array, size: number): void {
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = bytes.subarray(at, Math.min(bytes.length, at + size));
      this.#receive((out) => out.next(chunk));
    }
  }

  #receive(what: (out: Subscriber<Uint8Array>) => void): void {
    if (this.destroyed) return;
    this.#in.push(what);
    this.#read();
  }

  #read(): void {
    while (this.#out !== undefined && !this.paused && !this.destroyed) {
      const next = this.#in.shift();
      if (next === undefined) return;
      next(this.#out);
    }
  }
}

/** @returns the two ends */
export const channelPair = (env: VirtualEnv): readonly [MemoryChannel, MemoryChannel] => {
  const [a, b] = [new MemoryChannel(env), new MemoryChannel(env)];
  a.other = b;
  b.other = a;
  return [a, b];
};
