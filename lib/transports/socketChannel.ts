// A channel over a socket, plain or TLS. Both are the same stream to us: what differs was settled before.
import type { Socket } from 'node:net';
import { Observable, Subject, type Subscriber } from 'rxjs';
import type { Address } from '../address.ts';
import { Queue } from '../queue.ts';
import { TransportError, type Channel, type Identity } from '../transport.ts';
import { failure } from './failure.ts';

/**
 * What a socket is given at once. TLS encrypts all that it is given, whether the network takes it or not: of what a slow
 * one leaves unread there were two copies, of which one was nowhere counted. The rest waits here as it is.
 */
export const GIVEN_BYTES_MAX = 131_072;

export class SocketChannel implements Channel {
  readonly identity?: Identity;
  readonly bytes$: Observable<Uint8Array>;
  readonly drained$: Observable<void>;

  readonly #socket: Socket;
  readonly #what: string;
  readonly #drained$ = new Subject<void>();
  #reader: Subscriber<Uint8Array> | undefined;
  #failure: TransportError | undefined;
  /** Why, where nothing failed: the error is made for whoever is told of it, and most are not. */
  #closedAs: string | undefined;
  #paused = false;
  #waiting = false; // something was left unsent
  /** What the socket is not given yet. Made when something waits for the first time. */
  #rest: Queue<Uint8Array> | undefined;
  /** What is left of the first of it. */
  #first: Uint8Array | undefined;
  #restBytes = 0;
  #isEnding = false; // once nothing waits
  #remoteEnded = false;
  #closed = false;

  /** @param socket with `allowHalfOpen`, connected, and nothing read from it yet; its errors are the channel's now. */
  constructor(socket: Socket, remote: Address, identity?: Identity) {
    this.#socket = socket.pause(); // what comes stays with the socket until somebody reads it
    this.#what = `connection with ${remote}`;
    if (identity !== undefined) this.identity = identity;
    this.drained$ = this.#drained$.asObservable();
    this.bytes$ = new Observable((reader) => this.#read(reader));
    socket.on('error', this.#failed).on('close', this.#close);
  }

  get buffered(): number {
    return this.#closed ? 0 : this.#restBytes + this.#socket.writableLength;
  }

  write(bytes: Uint8Array): void {
    if (!this.#socket.writable || this.#isEnding) return;
    if (this.#restBytes === 0 && this.#socket.writableLength + bytes.length <= GIVEN_BYTES_MAX) this.#give(bytes);
    else {
      (this.#rest ??= new Queue()).push(bytes);
      this.#restBytes += bytes.length;
      this.#giveRest();
    }
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#reader !== undefined) this.#socket.resume();
  }

  end(): void {
    if (this.#closed) return;
    this.#isEnding = true;
    if (this.#restBytes === 0) this.#socket.end();
  }

  destroy(): void {
    this.#closedAs ??= 'destroyed here';
    this.#socket.destroy();
    this.#close();
  }

  #read(reader: Subscriber<Uint8Array>): (() => void) | undefined {
    if (this.#reader !== undefined) throw new TypeError(`${this.#what}: bytes$ has a subscriber already`);
    if (this.#closed) {
      reader.error(this.#broken);
      return;
    }
    this.#reader = reader;
    this.#socket.on('data', this.#arrived).on('end', this.#over);
    if (!this.#paused) this.#socket.resume();
    return () => {
      if (!this.#remoteEnded) this.destroy();
    };
  }

  get #broken(): TransportError {
    return (this.#failure ??= new TransportError('reset', `${this.#what}: ${this.#closedAs ?? 'closed'}`));
  }

  readonly #arrived = (bytes: Uint8Array): void => this.#reader?.next(bytes);

  readonly #over = (): void => {
    this.#remoteEnded = true;
    this.#reader?.complete();
  };

  /** One function for all writes: Node calls it once for as many as it wrote at once. */
  readonly #written = (): void => {
    if (!this.#waiting || this.#closed) return;
    if (this.#restBytes > 0) this.#giveRest();
    if (this.#socket.writableLength > 0) return;
    this.#waiting = false;
    this.#drained$.next();
  };

  #give(bytes: Uint8Array): void {
    this.#socket.write(bytes, this.#written);
    if (this.#socket.writableLength > 0) this.#waiting = true;
  }

  #giveRest(): void {
    for (;;) {
      const room = GIVEN_BYTES_MAX - this.#socket.writableLength;
      const next = room > 0 ? this.#first ?? this.#rest?.take() : undefined;
      if (next === undefined) break;
      this.#first = next.length > room ? next.subarray(room) : undefined;
      this.#restBytes -= Math.min(next.length, room);
      this.#give(next.length > room ? next.subarray(0, room) : next);
    }
    if (this.#isEnding && this.#restBytes === 0) this.#socket.end();
  }

  readonly #failed = (cause: unknown): void => {
    if (this.#closedAs === undefined) this.#failure ??= failure('channel', this.#what, cause);
  };

  readonly #close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.#closedAs ??= 'closed';
    this.#rest = this.#first = undefined;
    this.#restBytes = 0;
    this.#socket.off('data', this.#arrived).off('end', this.#over).off('close', this.#close);
    this.#drained$.complete();
    if (!this.#remoteEnded && this.#reader?.closed === false) this.#reader.error(this.#broken);
  };
}
