// One end of a connection in memory, first as a Connection, then as a Channel: what arrives is kept until it is read.
import { Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import type { Address } from '../address.ts';
import { never } from '../never.ts';
import type { NodeId } from '../nodeId.ts';
import { Queue } from '../queue.ts';
import { TransportError, type Channel, type Connection, type Identity } from '../transport.ts';
import type { MemoryHost } from './memoryHost.ts';
import { MemoryPipe, type PipeReader, type PipeWriter, type Word } from './memoryPipe.ts';
import type { MemoryRoads } from './memoryRoads.ts';

/** What a plain end sees of a handshake that it knows nothing of: the head of a TLS record, RFC 8446 section 5.1. */
const RECORD = Uint8Array.of(22, 3, 1, 0, 0);

interface Securing { readonly subscriber: Subscriber<Channel>; readonly expected: NodeId | undefined }

export interface MemoryEndOptions {
  readonly roads: MemoryRoads;
  readonly host: MemoryHost;
  /** The tail dialled, the head was dialled. */
  readonly role: 'tail' | 'head';
  readonly remote: Address;
  /** Who this end proves to be; absent where nobody proves anything. */
  readonly node: NodeId | undefined;
  /** 32 bytes, the same at both ends. */
  readonly binding: () => Uint8Array;
}

export class MemoryEnd implements Connection, Channel, PipeReader, PipeWriter {
  readonly remote: Address;
  readonly bytes$: Observable<Uint8Array>;
  readonly drained$: Observable<void>;
  readonly host: MemoryHost;
  identity?: Identity;

  readonly #options: MemoryEndOptions;
  readonly #drained$ = new Subject<void>();
  #other!: MemoryEnd;
  #out!: MemoryPipe;
  #in!: MemoryPipe;

  #securing: Securing | undefined;
  #greeted = false; // the tail's hello has come
  #secured: boolean;

  #inbox = new Queue<Uint8Array>();
  #rest: Uint8Array | undefined; // of the chunk that is being cut
  #unread = 0;
  #reader: Subscriber<Uint8Array> | undefined;
  #paused = false;
  #reading = false;
  #resuming: Subscription | undefined;

  #ended = false; // by us
  #endCame = false; // from the remote, perhaps behind bytes that are unread
  #remoteEnded = false; // and was read
  #closed = false;
  #gone = false; // without a word, with its host
  #failure: TransportError | undefined;

  constructor(options: MemoryEndOptions) {
    this.#options = options;
    this.host = options.host;
    this.remote = options.remote;
    this.#secured = options.node === undefined;
    this.drained$ = this.#drained$.asObservable();
    this.bytes$ = new Observable((reader) => this.#read(reader));
    options.host.ends.add(this);
  }

  static join(roads: MemoryRoads, tail: MemoryEnd, head: MemoryEnd): void {
    const there = new MemoryPipe(roads, tail.host, head.host, tail, head);
    const back = new MemoryPipe(roads, head.host, tail.host, head, tail);
    [tail.#other, tail.#out, tail.#in] = [head, there, back];
    [head.#other, head.#out, head.#in] = [tail, back, there];
  }

  secure(expected?: NodeId): Observable<Channel> {
    return new Observable((subscriber) => {
      if (this.#closed) { subscriber.error(this.#failure); return; }
      if (this.#options.node === undefined) {
        subscriber.next(this);
        subscriber.complete(); return;
      }
      this.#securing = { subscriber, expected };
      if (this.#options.role === 'tail') this.#out.say('hello');
      this.#shakeHands();
      return () => {
        this.#securing = undefined;
        if (!this.#secured) this.destroy();
      };
    });
  }

  get buffered(): number {
    return this.#closed ? 0 : this.#out.unsentBytes;
  }

  write(bytes: Uint8Array): void {
    if (!this.#closed && !this.#ended) this.#out.write(bytes);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#readSoon();
  }

  end(): void {
    if (this.#closed || this.#ended) return;
    this.#ended = true;
    this.#out.end();
    this.#closeIfOver();
  }

  /** As a kernel does: an end in good order when all that came was read, else a reset. */
  destroy(): void {
    if (this.#closed) return;
    const word = this.#unread > 0 ? 'reset' : this.#ended && this.#out.unsentBytes === 0 ? undefined : 'end';
    this.#out.forgetUnsent();
    if (word !== undefined) this.#out.say(word);
    this.#close(this.#error('reset', 'destroyed here'));
  }

  /** @internal The process is killed: its kernel tells the remote. */
  crash(): void {
    if (this.#closed) return;
    this.vanish();
    if (!this.#other.#closed) this.#out.say('reset');
  }

  /** @internal The power is cut: nobody tells anybody, on either side. */
  vanish(): void {
    this.#gone = true;
    this.#reader = this.#securing = undefined;
    this.#out.forgetUnsent();
    this.#close(this.#error('reset', 'the host is gone'));
  }

  /** @internal */
  drained(): void {
    if (this.#closed) return;
    this.#drained$.next();
    this.#closeIfOver();
  }

  /** @internal */
  receive(what: Uint8Array | Word): void {
    if (this.#closed) {
      if (typeof what !== 'string' || (this.#gone && what !== 'reset')) this.#out.say('reset');
      return;
    }
    if (typeof what !== 'string') { this.#take(what); return; }
    switch (what) {
      case 'hello':
      case 'answer':
      case 'finished':
        { this.#hear(what); return; }
      case 'end':
        this.#endCame = true;
        if (this.#secured) this.#deliver();
        else this.#shakeHands();
        return;
      case 'reset':
        this.#out.forgetUnsent();
        { this.#close(this.#error('reset', 'ECONNRESET')); return; }
      default:
        return never(what);
    }
  }

  #hear(word: 'hello' | 'answer' | 'finished'): void {
    if (this.#options.node === undefined) { this.#take(RECORD); return; }
    if (word === 'hello') this.#greeted = true;
    if (word === 'hello') { this.#shakeHands(); return; }
    if (this.#securing === undefined || !this.#judge(this.#securing)) return;
    if (word === 'answer') this.#out.say('finished');
    this.#prove(this.#securing);
  }

  /** Goes on with the handshake as far as what has come allows; what does not belong in one breaks it off. */
  #shakeHands(): void {
    if (this.#securing === undefined || this.#secured) return;
    if (this.#unread > 0) { this.#refuse('tls-failed', 'ERR_SSL_WRONG_VERSION_NUMBER'); return; }
    if (this.#endCame) { this.#refuse('reset', 'ended in the handshake'); return; }
    if (this.#greeted && this.#judge(this.#securing)) {
      this.#greeted = false;
      this.#out.say('answer');
    }
  }

  #judge({ expected }: Securing): boolean {
    const node = this.#other.#options.node;
    if (expected === undefined || node === expected) return true;
    this.#refuse('wrong-identity', `the key is of node ${node ?? 'nobody'}, expected ${expected}`);
    return false;
  }

  #prove({ subscriber }: Securing): void {
    const node = this.#other.#options.node;
    if (node === undefined) { this.#refuse('tls-failed', 'nothing to prove it by'); return; }
    this.identity = { node, binding: this.#options.binding() };
    this.#secured = true;
    subscriber.next(this);
    subscriber.complete();
  }

  #refuse(code: 'tls-failed' | 'wrong-identity' | 'reset', what: string): void {
    const error = this.#error(code, what);
    const subscriber = this.#securing?.subscriber;
    this.#securing = undefined;
    this.destroy();
    this.#failure = error;
    subscriber?.error(error);
  }

  #take(bytes: Uint8Array): void {
    this.#inbox.push(bytes);
    this.#unread += bytes.length;
    if (this.#secured) this.#deliver();
    else this.#shakeHands();
  }

  #read(reader: Subscriber<Uint8Array>): (() => void) | undefined {
    if (this.#reader !== undefined) throw new TypeError(`channel to ${this.remote}: bytes$ has a subscriber already`);
    if (this.#gone) return;
    if (this.#closed) {
      reader.error(this.#failure);
      return;
    }
    this.#reader = reader;
    this.#readSoon();
    return () => {
      if (!this.#remoteEnded) this.destroy();
    };
  }

  #readSoon(): void {
    if (this.#unread === 0 && !this.#endCame) return;
    this.#resuming ??= this.#options.roads.env.scheduler.schedule(() => {
      this.#resuming = undefined;
      this.#deliver();
    }, 0);
  }

  #deliver(): void {
    if (this.#reading || this.#resuming !== undefined) return;
    this.#reading = true;
    while (this.#reader !== undefined && !this.#paused && !this.#closed) {
      const chunk = this.#cut();
      if (chunk === undefined) break;
      this.#unread -= chunk.length;
      this.#in.read(chunk.length);
      this.#reader.next(chunk);
    }
    this.#reading = false;
    if (!this.#endCame || this.#unread > 0 || this.#remoteEnded || this.#paused || this.#closed) return;
    if (this.#reader === undefined) return;
    this.#remoteEnded = true;
    this.#reader.complete();
    this.#closeIfOver();
  }

  #cut(): Uint8Array | undefined {
    const whole = this.#rest ?? this.#inbox.take();
    this.#rest = undefined;
    const { conditions, env } = this.#options.roads;
    if (whole === undefined || conditions.chunkBytes === undefined) return whole;
    const length = 1 + Math.floor(env.random() * conditions.chunkBytes);
    if (length < whole.length) this.#rest = whole.subarray(length);
    return whole.subarray(0, length);
  }

  #closeIfOver(): void {
    if (this.#ended && this.#remoteEnded && this.#out.unsentBytes === 0) this.#close(this.#error('reset', 'ended'));
  }

  #close(failure: TransportError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#failure = failure;
    this.host.ends.delete(this);
    this.#resuming?.unsubscribe();
    this.#inbox = new Queue();
    this.#rest = undefined;
    if (this.#other.#closed) {
      this.#in.drop();
      this.#out.drop();
    }
    this.#drained$.complete();
    this.#reader?.error(failure);
    this.#securing?.subscriber.error(failure);
  }

  #error(code: 'tls-failed' | 'wrong-identity' | 'reset', what: string): TransportError {
    return new TransportError(code, `connection ${this.host.name} with ${this.remote}: ${what}`);
  }
}
