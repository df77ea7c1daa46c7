// One direction of a connection in memory: bytes in order, late, and no more under way than the reader's window holds.
//
//     write ─> [unsent] ── while the window has room ──> [under way] ── at its time, if the road is open ──> reader
//                  ^                                                                                           │
//                  └────────────────────────────────── read <──────────────────────────────────────────────────┘
import type { Subscription } from 'rxjs';
import { Queue } from '../queue.ts';
import { valueOn } from './memoryConditions.ts';
import type { HandshakeWord } from './memoryHandshake.ts';
import type { MemoryHost } from './memoryHost.ts';
import type { MemoryRoads, Stalled } from './memoryRoads.ts';

/** `end` is TCP's FIN, `reset` its RST. */
export type Word = HandshakeWord | 'end' | 'reset';

/** What a slow link carries at a time: RFC 879's default and Ethernet's size, so that a long write comes bit by bit. */
const SEGMENT_BYTES = 1_460;

/** Either bytes or a word, and when it is there. */
interface Segment { readonly what: Uint8Array | Word; readonly at: number }

export interface PipeReader {
  receive(what: Uint8Array | Word): void;
}

export interface PipeWriter {
  /** Nothing is left unsent, after something was. */
  drained(): void;
}

export class MemoryPipe implements Stalled {
  readonly from: MemoryHost;
  readonly to: MemoryHost;
  readonly #roads: MemoryRoads;
  readonly #writer: PipeWriter;
  readonly #reader: PipeReader;

  #unsent = new Queue<Uint8Array>();
  #first: Uint8Array | undefined; // of the unsent
  #unsentBytes = 0;
  #ending = false; // an end waits behind the unsent
  #held = 0; // bytes under way or unread
  #opening: Subscription | undefined; // news of a wider window on its way back

  #underway = new Queue<Segment>();
  #next: Segment | undefined; // of those under way
  #arrival: Subscription | undefined;
  #arriving = false;
  #stalled = false;
  #busyUntil = 0;
  #lastAt = 0;

  constructor(roads: MemoryRoads, from: MemoryHost, to: MemoryHost, writer: PipeWriter, reader: PipeReader) {
    this.#roads = roads;
    this.from = from;
    this.to = to;
    this.#writer = writer;
    this.#reader = reader;
  }

  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#unsentBytes === 0 && this.#held + bytes.length <= this.#roads.conditions.windowBytes) {
      this.#send(bytes);
      return;
    }
    this.#unsent.push(bytes);
    this.#unsentBytes += bytes.length;
    this.#pump();
  }

  /** Sends what is unsent, then the end. */
  end(): void {
    if (this.#unsentBytes > 0) this.#ending = true;
    else this.say('end');
  }

  /** Goes out at once, behind what is under way. */
  say(word: Word): void {
    this.#launch(word, 0);
  }

  /** The reader has taken so many bytes; if the writer waits for that, it hears of it as soon as news travels. */
  read(count: number): void {
    this.#held -= count;
    if (this.#unsentBytes === 0 || this.#opening !== undefined) return;
    this.#opening = this.#roads.env.scheduler.schedule(() => {
      this.#opening = undefined;
      this.#pump();
    }, valueOn(this.#roads.conditions.latencyMs, this.to.name, this.from.name));
  }

  /** Lets go of what was not sent. */
  forgetUnsent(): void {
    this.#unsent = new Queue();
    this.#first = undefined;
    this.#unsentBytes = 0;
    this.#ending = false;
    this.#opening?.unsubscribe();
    this.#opening = undefined;
  }

  /** Lets go of everything: both ends are gone. */
  drop(): void {
    this.forgetUnsent();
    this.#underway = new Queue();
    this.#next = undefined;
    this.#arrival?.unsubscribe();
    this.#arrival = undefined;
    this.#stalled = false;
    this.#roads.forget(this);
  }

  /** @internal The road is open again. */
  retry(afterMs: number): void {
    this.#stalled = false;
    this.#lastAt = Math.max(this.#lastAt, this.#roads.env.scheduler.now() + afterMs);
    this.#arrival = this.#roads.env.scheduler.schedule(() => this.#arrive(), afterMs);
  }

  #pump(): void {
    if (this.#unsentBytes === 0) return;
    const { windowBytes } = this.#roads.conditions;
    while (this.#held < windowBytes) {
      const bytes = this.#first ?? this.#unsent.take();
      if (bytes === undefined) break;
      const room = windowBytes - this.#held;
      this.#first = bytes.length > room ? bytes.subarray(room) : undefined;
      const piece = this.#first === undefined ? bytes : bytes.subarray(0, room);
      this.#unsentBytes -= piece.length;
      this.#send(piece);
    }
    if (this.#unsentBytes > 0) return;
    if (this.#ending) this.say('end');
    this.#ending = false;
    this.#writer.drained();
  }

  #send(bytes: Uint8Array): void {
    this.#held += bytes.length;
    const isSlow = this.#bytesPerMs < Infinity;
    for (let at = 0; at < bytes.length;) {
      const piece = isSlow && bytes.length > SEGMENT_BYTES ? bytes.subarray(at, at + SEGMENT_BYTES) : bytes;
      this.#launch(piece, piece.length);
      at += piece.length;
    }
  }

  get #bytesPerMs(): number {
    return valueOn(this.#roads.conditions.bytesPerSecond, this.from.name, this.to.name) / 1_000;
  }

  #launch(what: Uint8Array | Word, length: number): void {
    const now = this.#roads.env.scheduler.now();
    this.#busyUntil = Math.max(now, this.#busyUntil) + length / this.#bytesPerMs;
    const at = Math.max(this.#lastAt, Math.ceil(this.#busyUntil) + this.#roads.travelMs(this.from, this.to));
    this.#lastAt = at;
    this.#underway.push({ what, at });
    this.#await();
  }

  /** One action of the scheduler's for whatever arrives next. */
  #await(): void {
    if (this.#arriving || this.#stalled || this.#arrival !== undefined) return;
    this.#next ??= this.#underway.take();
    if (this.#next === undefined) return;
    const { scheduler } = this.#roads.env;
    this.#arrival = scheduler.schedule(() => this.#arrive(), Math.max(0, this.#next.at - scheduler.now()));
  }

  #arrive(): void {
    this.#arrival = undefined;
    if (!this.#roads.reach(this.from, this.to)) {
      this.#stall();
      return;
    }
    const now = this.#roads.env.scheduler.now();
    this.#arriving = true;
    let segment = this.#next; // its time has come, even where a clock runs a little behind its timers
    while (segment !== undefined) {
      this.#next = undefined;
      this.#reader.receive(segment.what);
      segment = this.#next = this.#underway.take();
      if (segment !== undefined && segment.at > now) break;
    }
    this.#arriving = false;
    this.#await();
  }

  /** What is under way is kept and sent again; but nobody sends a reset twice that was lost. */
  #stall(): void {
    const isLost = !this.#roads.arrives(this.from, this.to);
    const kept = new Queue<Segment>();
    let some = false;
    for (let segment = this.#next; segment !== undefined; segment = this.#underway.take()) {
      if (segment.what === 'reset' && isLost) continue;
      kept.push(segment);
      some = true;
    }
    this.#underway = kept;
    this.#next = kept.take();
    this.#stalled = some;
    if (some) this.#roads.stall(this);
  }
}
