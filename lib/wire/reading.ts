// What comes in: chunks to frames, fragments to messages, and a clock on the one frame that is not complete yet.
import type { Subscription } from 'rxjs';
import { messageOf } from '../errors.ts';
import type { Env } from '../env.ts';
import type { GoodbyeReason } from '../reasons.ts';
import { Deframer } from './deframer.ts';
import { FrameError, type Frame } from './frame.ts';
import { Reassembler } from './fragments.ts';
import type { Message } from './isMessage.ts';
import { FRAME_BYTES_PER_SECOND_MIN, FRAME_STARTED_MS_MAX, MESSAGE_BYTES_MAX } from './limits.ts';
import { holdPartial, type PartialHolder } from './partialBytes.ts';
import type { Goodbye } from './session.ts';
import { FRAME_GRACE_MS } from './sessionLimits.ts';
import { Share, turnOf, type Behind, type Turn } from './turn.ts';

/** How often a partial frame is looked at. */
const LOOK_MS = 1_000;

export interface Readings {
  /** A frame, or a message that came in many. */
  frame(frame: Frame): void;
  /** Whether the message that begins with this fragment will be taken: if not, the fragment is told of as a frame. */
  awaits(first: Message): boolean;
  goodbye(goodbye: Goodbye): void;
  /** More has come than can be read in this turn: nothing more should come until `caughtUp`. */
  behind(): void;
  caughtUp(): void;
}

export class Reading implements PartialHolder, Behind {
  readonly #env: Env;
  readonly #to: Readings;
  readonly #deframer: Deframer;
  /** Made for the first fragment: most connections never see one. */
  #reassembler: Reassembler | undefined;
  #frames = 0;
  #partial = 0;
  /** When the frame that is not complete yet began. */
  #since: number | undefined;
  #timer: Subscription | undefined;
  #stopped = false;
  readonly #turn: Turn;
  readonly #share: Share;
  /** What is left for later: of the chunk that was one too many, and of what was on its way already. */
  #rest: Uint8Array[] = [];
  /** Nothing more is wanted before `release`. */
  #isHeld = false;
  /** It stands in line for the next turn. */
  #isInLine = false;

  constructor(env: Env, frameBytesMax: number, to: Readings) {
    this.#env = env;
    this.#to = to;
    this.#turn = turnOf(env);
    this.#share = new Share(this.#turn);
    this.#deframer = new Deframer({ frameBytesMax }, (frame) => {
      this.#frames++;
      if (!this.#share.take('data' in frame ? frame.data.length : 0)) this.#deframer.enough();
      this.#whole(frame);
    });
  }

  raise(frameBytesMax: number): void {
    this.#deframer.raise(frameBytesMax);
  }

  /** Whether some of what has come is left for a later turn. */
  get isBehind(): boolean {
    return this.#rest.length > 0;
  }

  take(chunk: Uint8Array): void {
    if (this.isBehind || this.#isHeld) this.#rest.push(chunk);
    else this.#read(chunk);
  }

  /** No frame more until `release`, not even of the chunk that is being read: what it asks for would have to wait. */
  hold(): void {
    this.#isHeld = true;
    this.#deframer.enough();
  }

  /** Goes on at once, unless it is for a later turn anyhow. Not from within a frame. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (!this.#isInLine && this.isBehind) this.goOn();
  }

  goOn(): void {
    this.#isInLine = false;
    if (this.#isHeld) return; // until `release`
    const rest = this.#rest;
    this.#rest = [];
    for (const chunk of rest) this.take(chunk);
    if (!this.isBehind && !this.#stopped) this.#to.caughtUp();
  }

  /** Never throws: what is no frame of the protocol is a breach, and what is our own bug ends this connection only. */
  #read(chunk: Uint8Array): void {
    const before = this.#frames;
    let rest: Uint8Array | undefined;
    try {
      rest = this.#deframer.push(chunk);
    } catch (error) {
      this.#breach(error instanceof FrameError ? error.reason : 'failed', messageOf(error));
      return;
    }
    if (!this.#stopped) this.#count();
    if (this.#stopped) return; // by what one of the frames led to, or by holding too much
    if (rest !== undefined) this.#putOff(rest);
    if (this.#deframer.held === 0) this.#since = undefined;
    else if (this.#since === undefined || before !== this.#frames) this.#begun();
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#turn.leave(this);
    this.#stopped = true;
    this.#rest = [];
    this.#reassembler?.clear();
    this.#hold(0);
  }

  /** What has come of a message on this stream is of no use any more. */
  drop(stream: number): void {
    if (this.#reassembler === undefined || this.#stopped) return;
    this.#reassembler.drop(stream);
    this.#count();
  }

  exceeded(detail: string): void {
    this.#partial = 0;
    this.#breach('too-big', detail);
  }

  #putOff(rest: Uint8Array): void {
    this.#rest.push(rest);
    if (this.#isHeld) return;
    this.#isInLine = true;
    this.#turn.join(this);
    this.#to.behind();
  }

  #breach(reason: GoodbyeReason, detail: string): void {
    this.#to.goodbye({ reason, detail });
  }

  #whole(frame: Frame): void {
    if (this.#stopped) return; // by an earlier frame of the same chunk
    if (this.#reassembler === undefined && 'follows' in frame && frame.follows) {
      this.#reassembler = new Reassembler(MESSAGE_BYTES_MAX, (first) => this.#to.awaits(first));
    }
    const whole = this.#reassembler === undefined ? frame : this.#reassembler.add(frame);
    if (whole !== undefined) this.#to.frame(whole);
  }

  #count(): void {
    this.#hold(this.#deframer.reserved + (this.#reassembler?.reserved ?? 0));
  }

  #hold(bytes: number): void {
    if (bytes === this.#partial) return;
    this.#partial = bytes;
    holdPartial(this, bytes);
  }

  #begun(): void {
    this.#since = this.#env.scheduler.now();
    this.#timer ??= this.#env.scheduler.schedule(() => this.#look(), LOOK_MS);
  }

  /** The timer runs on while frame after frame is partial, and ends itself: one timer a second, not one a chunk. */
  #look(): void {
    this.#timer = undefined;
    if (this.#since === undefined) return;
    if (this.#isHeld || this.isBehind) this.#since = this.#env.scheduler.now(); // it is us who does not read
    const [ms, bytes] = [this.#env.scheduler.now() - this.#since, this.#deframer.held];
    const due = Math.floor((ms / 1_000) * FRAME_BYTES_PER_SECOND_MIN);
    if (ms >= FRAME_STARTED_MS_MAX) {
      this.#breach('timed-out', `a frame is not complete after ${ms} ms, limit ${FRAME_STARTED_MS_MAX} ms`);
    } else if (ms >= FRAME_GRACE_MS && bytes < due) {
      this.#breach('timed-out', `${bytes} bytes of a frame in ${ms} ms, at least ${due} expected`);
    } else {
      this.#timer = this.#env.scheduler.schedule(() => this.#look(), Math.min(LOOK_MS, FRAME_STARTED_MS_MAX - ms));
    }
  }
}
