// One end of a connection in memory, first as a Connection, then as a Channel: what arrives is kept until it is read.
import { Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import type { Address } from '../address.ts';
import type { NodeId } from '../nodeId.ts';
import {
  TransportError, type Channel, type Connection, type Identity, type TransportErrorCode,
} from '../transport.ts';
import { MemoryHandshake } from './memoryHandshake.ts';
import type { MemoryHost } from './memoryHost.ts';
import { MemoryInbox } from './memoryInbox.ts';
import { MemoryPipe, type PipeReader, type PipeWriter, type Word } from './memoryPipe.ts';
import type { MemoryRoads } from './memoryRoads.ts';

/** What a plain end sees of a handshake that it knows nothing of: the head of a TLS record, RFC 8446 section 5.1. */
const RECORD = Uint8Array.of(22, 3, 1, 0, 0);

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

  #handshake: MemoryHandshake | undefined; // until it is done; none where nobody proves anything
  #securing: Subscriber<Channel> | undefined;

  readonly #inbox: MemoryInbox;
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
    if (options.node !== undefined) this.#handshake = this.#newHandshake(options);
    this.#inbox = new MemoryInbox(options.roads.conditions, options.roads.env);
    this.drained$ = this.#drained$.asObservable();
    this.bytes$ = new Observable((reader) => this.#read(reader));
    options.host.ends.add(this);
  }

  #newHandshake({ role, binding }: MemoryEndOptions): MemoryHandshake {
    return new MemoryHandshake({
      role,
      remoteNode: () => this.#other.#options.node,
      say: (word) => this.#out.say(word),
      proven: (node) => {
        this.identity = { node, binding: binding() };
        this.#secured();
      },
      refuse: (code, what) => this.#refuse(code, what),
    });
  }

  static join(roads: MemoryRoads, tail: MemoryEnd, head: MemoryEnd): void {
    const there = new MemoryPipe(roads, tail.host, head.host, tail, head);
    const back = new MemoryPipe(roads, head.host, tail.host, head, tail);
    [tail.#other, tail.#out, tail.#in] = [head, there, back];
    [head.#other, head.#out, head.#in] = [tail, back, there];
  }

  secure(expected?: NodeId): Observable<Channel> {
    return new Observable((subscriber) => {
      if (this.#closed || this.#securing !== undefined) {
        subscriber.error(this.#failure ?? this.#error('reset', 'secured before'));
        return;
      }
      this.#securing = subscriber;
      if (this.#handshake === undefined) {
        this.#secured();
        return;
      }
      if (this.#handshakeIsOver()) return;
      this.#handshake.begin(expected);
      return () => {
        if (this.#handshake !== undefined) this.destroy();
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
    const word = this.#inbox.bytes > 0 ? 'reset' : this.#ended && this.#out.unsentBytes === 0 ? undefined : 'end';
    this.#out.forgetUnsent();
    if (word !== undefined) this.#out.say(word);
    this.#close(this.#error('reset', 'destroyed here'));
  }

  /** @internal The host at the other end. */
  get facing(): MemoryHost {
    return this.#other.host;
  }

  /** @internal Something between the two ends, and neither of them. */
  sever(how: 'reset' | 'end' | 'silence'): void {
    if (how === 'silence') {
      this.vanish();
      return;
    }
    const other = this.#other;
    this.receive(how);
    other.receive(how);
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
    if (typeof what !== 'string') this.#take(what);
    else if (what === 'end') this.#remoteEnds();
    else if (what === 'reset') this.#reset();
    else if (this.#handshake === undefined) this.#take(RECORD);
    else this.#handshake.hear(what);
  }

  #remoteEnds(): void {
    this.#endCame = true;
    this.#goOn();
  }

  #reset(): void {
    this.#out.forgetUnsent();
    this.#close(this.#error('reset', 'ECONNRESET'));
  }

  /** Whether something came that does not belong in a handshake: then it has failed. */
  #handshakeIsOver(): boolean {
    if (this.#securing === undefined || (this.#inbox.bytes === 0 && !this.#endCame)) return false;
    if (this.#inbox.bytes > 0) this.#refuse('tls-failed', 'ERR_SSL_WRONG_VERSION_NUMBER');
    else this.#refuse('reset', 'ended in the handshake');
    return true;
  }

  #secured(): void {
    this.#handshake = undefined;
    this.#securing?.next(this);
    this.#securing?.complete();
  }

  #refuse(code: TransportErrorCode, what: string): void {
    const error = this.#error(code, what);
    const securing = this.#securing;
    this.#securing = undefined;
    this.destroy();
    this.#failure = error;
    securing?.error(error);
  }

  #take(bytes: Uint8Array): void {
    this.#inbox.push(bytes);
    this.#goOn();
  }

  #goOn(): void {
    if (this.#handshake === undefined) this.#deliver();
    else this.#handshakeIsOver();
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
    if (this.#inbox.bytes === 0 && !this.#endCame) return;
    this.#resuming ??= this.#options.roads.env.scheduler.schedule(() => {
      this.#resuming = undefined;
      this.#deliver();
    }, 0);
  }

  #deliver(): void {
    if (this.#reading || this.#resuming !== undefined) return;
    this.#reading = true;
    while (this.#reader !== undefined && !this.#paused && !this.#closed) {
      const chunk = this.#inbox.take();
      if (chunk === undefined) break;
      this.#in.read(chunk.length);
      this.#reader.next(chunk);
    }
    this.#reading = false;
    if (!this.#endCame || this.#inbox.bytes > 0 || this.#remoteEnded || this.#paused || this.#closed) return;
    if (this.#reader === undefined) return;
    this.#remoteEnded = true;
    this.#reader.complete();
    this.#closeIfOver();
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
    this.#inbox.clear();
    if (this.#other.#closed) {
      this.#in.drop();
      this.#out.drop();
    }
    this.#drained$.complete();
    this.#reader?.error(failure);
    this.#securing?.error(failure);
  }

  #error(code: TransportErrorCode, what: string): TransportError {
    return new TransportError(code, `connection ${this.host.name} with ${this.remote}: ${what}`);
  }
}
