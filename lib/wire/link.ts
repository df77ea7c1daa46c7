// One connection from its first byte to its last: what is read goes to its side, what its side says is written, and
// whoever ends it, it ends once.
//
//      channel.bytes$ ──> Reading ──┬─ KEEPALIVE, goodbye: here
//                                   └─> Tail or Head
//      channel.write  <── Writer <── Outbox <──┘
import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { messageOf } from '../errors.ts';
import type { Env } from '../env.ts';
import type { PeerId, Traffic } from '../event.ts';
import type { Channel } from '../transport.ts';
import { Allowance } from './allowance.ts';
import { decodeFarewell, encodeFarewell } from './farewell.ts';
import type { Frame } from './frame.ts';
import type { Message } from './isMessage.ts';
import { FRAME_BYTES_BEFORE_HELLO, FRAME_BYTES_MAX, GOODBYE_MS_MAX, UNSENT_BYTES_HARD_MAX } from './limits.ts';
import { Leaving } from './leaving.ts';
import { Outbox } from './outbox.ts';
import { Pulse, type Pulsing } from './pulse.ts';
import { Reading, type Readings } from './reading.ts';
import type { Ending, Goodbye, SessionOptions, Signal } from './session.ts';
import { HELD_BYTES_MAX, STALLED_MS_MAX, WAITING_BYTES_MAX } from './sessionLimits.ts';
import type { Line, Side } from './side.ts';
import { Stall, type Flowing } from './stall.ts';
import { tellEnding } from './tellEnding.ts';
import { Valve } from './valve.ts';
import { Writer } from './writer.ts';

export class Link implements Line, Readings, Flowing, Pulsing {
  readonly peer: PeerId;
  readonly env: Env;
  readonly #channel: Channel;
  #side!: Side;
  readonly #writer: Writer;
  readonly #outbox: Outbox;
  readonly #reading: Reading;
  readonly #pulse: Pulse;
  readonly #allowance: Allowance;
  readonly #stall: Stall;
  #out: Subscriber<Signal> | undefined;
  #phase: 'open' | 'ending' | 'ended' = 'open';
  #ending: Ending | undefined;
  #leaving: Leaving | undefined;
  #patience: Subscription | undefined;
  #drain: Subscription | undefined;
  #bytesIn = 0;
  /** Only a head stops reading: if both ends did, neither would ever go on. */
  readonly #mayPause: boolean;
  readonly #valve: Valve;
  /** It ended in good order, and not all that came before has been read. */
  #isOver = false;
  /** A producer was told to wait. */
  #awaited = false;

  readonly signal$ = new Observable<Signal>((out) => {
    if (this.#ending !== undefined && this.#phase === 'ended') {
      tellEnding(out, this.#ending);
      return;
    }
    this.#out = out;
    out.add(() => this.#lost({ reason: 'ended', endedBy: 'local' })); // nobody listens any more
    const [error, complete] = [(cause: unknown): void => this.#broken(cause), (): void => this.#over()];
    out.add(this.#channel.bytes$.subscribe({ next: (chunk) => this.#take(chunk), error, complete }));
    if (!this.#outbox.clear) this.#flow();
  });

  constructor({ peer, env, channel, role }: SessionOptions) {
    this.peer = peer;
    this.env = env;
    this.#channel = channel;
    this.#mayPause = role === 'head';
    this.#valve = new Valve(channel);
    this.#writer = new Writer(channel, env, this);
    this.#outbox = new Outbox(this.#writer, { overflowed: (detail) => this.#slow(detail) });
    this.#pulse = new Pulse(env, this);
    this.#allowance = new Allowance(env);
    this.#stall = new Stall(env, this);
    this.#reading = new Reading(env, FRAME_BYTES_BEFORE_HELLO, this);
  }

  /** Its side, once, before anything else: who speaks over a line needs the line first. */
  attach(side: Side): void {
    this.#side = side;
  }

  get traffic(): Traffic {
    return { bytesIn: this.#bytesIn, bytesOut: this.#writer.bytesOut, requests: this.#side.requests };
  }

  get isEnding(): boolean {
    return this.#phase !== 'open';
  }

  now(): number {
    return this.#writer.now;
  }

  ready(): boolean {
    if (this.#outbox.clear) return true;
    this.#awaited = true;
    return false;
  }

  offer(frame: Frame): boolean {
    if (this.#phase !== 'open') return true; // everything is being settled: what is still said is of no use
    const isFirst = this.#outbox.waiting === 0;
    const taken = this.#outbox.offer(frame);
    if (!isFirst) this.#backUp();
    return taken;
  }

  put(frame: Frame): void {
    if (this.#phase !== 'open') return;
    this.#outbox.put(frame);
    this.#backUp();
  }

  hold(bytes: number): boolean {
    return this.#outbox.hold(bytes);
  }

  release(bytes: number): void {
    this.#outbox.release(bytes);
  }

  forget(stream: number): void {
    this.#reading.drop(stream);
  }

  send(frame: Frame): void {
    if (this.#phase !== 'open') return;
    this.#writer.send(frame);
    const { unsent } = this.#writer;
    if (unsent > UNSENT_BYTES_HARD_MAX) this.#slow(`${unsent} bytes unsent, limit ${UNSENT_BYTES_HARD_MAX}`);
  }

  greeted(hello: Uint8Array): void {
    this.#out?.next({ type: 'greeted', hello });
  }

  raise(): void {
    this.#reading.raise(FRAME_BYTES_MAX);
  }

  ping(): void {
    if (this.#phase === 'open') this.#pulse.ping();
  }

  leave(goodbye: Goodbye, graceMs: number): void {
    if (this.#phase !== 'open' || this.#leaving !== undefined) return;
    this.#leaving = new Leaving(() => this.goodbye(goodbye), graceMs, this.env);
    this.#side.leave(goodbye.retryAfterMs);
    this.settled();
  }

  settled(): void {
    if (this.#leaving !== undefined && this.#side.isIdle && this.#outbox.waiting === 0) this.#leaving.idle();
  }

  goodbye(goodbye: Goodbye, code = this.#side.farewellCode(goodbye.reason)): void {
    if (this.#phase !== 'open') return;
    this.#end({ ...goodbye, endedBy: 'local' });
    this.#writer.send(encodeFarewell(goodbye, code));
    this.#close();
  }

  #take(chunk: Uint8Array): void {
    this.#bytesIn += chunk.length;
    if (this.#phase !== 'open') return; // what was said before the goodbye has been read
    this.#pulse.felt();
    this.#reading.take(chunk);
    if (!this.#outbox.clear) this.#flow();
  }

  frame(frame: Frame): void {
    if (this.#phase !== 'open') return;
    const excess = this.#allowance.excess(frame);
    if (excess !== undefined) this.goodbye({ reason: 'flooded', detail: excess });
    else if (frame.type === 'KEEPALIVE') this.#pulse.take(frame);
    else if (frame.type === 'ERROR' && frame.stream === 0) {
      this.#end(decodeFarewell(frame));
      this.#close();
    } else if (frame.type !== 'OTHER' || !frame.ignore) this.#side.take(frame);
  }

  behind(): void {
    this.#valve.close('turn');
  }

  caughtUp(): void {
    this.#valve.open('turn');
    if (!this.#outbox.clear) this.#flow();
    if (this.#isOver) this.#over();
  }

  #over(): void {
    this.#isOver = this.#reading.isBehind;
    if (!this.#isOver) this.#lost({ reason: 'ended', endedBy: 'network' });
  }

  awaits(first: Message): boolean {
    return this.#side.awaits(first);
  }

  tell(signal: Signal): void {
    this.#out?.next(signal);
  }

  flushed(): void {
    this.#flow();
  }

  /** Goes on with what waited, as far as the network takes it; and if it does not, watches that it will. */
  #flow(): void {
    if (this.#phase !== 'open') return;
    this.#outbox.pump();
    if (this.isEnding) return; // it had left the most of all
    if (!this.#outbox.clear) {
      this.#awaitDrain();
      this.#stall.watch();
      return;
    }
    this.#valve.open('answers');
    this.#reading.release();
    const isAwaited = this.#awaited;
    this.#awaited = false;
    if (isAwaited) this.#side.resume();
    this.settled();
  }

  /** From the first time on that the network does not take everything: most connections never see that. */
  #awaitDrain(): void {
    if (this.#drain !== undefined || this.#out === undefined) return;
    const broken = (error: unknown): void => this.#broken(error);
    this.#drain = this.#channel.drained$.subscribe({ next: () => this.#flow(), error: broken });
    this.#out.add(this.#drain);
  }

  /** A tail whose answers pile up is not read any further, and one that makes them pile up all the same is cut off. */
  #backUp(): void {
    const { bytes, waiting } = this.#outbox;
    if (waiting <= WAITING_BYTES_MAX) return;
    if (bytes > 2 * HELD_BYTES_MAX) this.#slow(`${bytes} bytes wait, limit ${2 * HELD_BYTES_MAX}`);
    else if (this.#mayPause) {
      this.#valve.close('answers');
      this.#reading.hold();
    }
  }

  taken(): number | undefined {
    return this.#outbox.clear ? undefined : this.#writer.bytesOut - this.#channel.buffered;
  }

  stalled(): void {
    this.#slow(`no byte taken in ${STALLED_MS_MAX} ms`);
  }

  /** It would not read the goodbye either. */
  #slow(detail: string): void {
    this.goodbye({ reason: 'slow-reader', detail });
    this.#finish();
  }

  /** From here on nothing is asked, answered or read, and nothing changes how it ended. */
  #end(ending: Ending): void {
    this.#phase = 'ending';
    this.#ending = ending;
    this.#leaving?.stop();
    this.#reading.stop();
    this.#stall.stop();
    this.#outbox.drop();
    this.#valve.open('answers');
    this.#valve.open('turn');
    this.#side.settle(`the connection ended: ${ending.reason}`);
  }

  #close(): void {
    this.#writer.flush();
    this.#channel.end();
    this.#patience = this.env.scheduler.schedule(() => this.#finish(), GOODBYE_MS_MAX);
  }

  #broken(error: unknown): void {
    this.#lost({ reason: 'reset', endedBy: 'network', detail: messageOf(error) });
  }

  #lost(ending: Ending): void {
    if (this.#phase === 'open') this.#end(ending);
    this.#finish();
  }

  #finish(): void {
    if (this.#phase === 'ended' || this.#ending === undefined) return;
    this.#phase = 'ended';
    this.#patience?.unsubscribe();
    this.#channel.destroy();
    if (this.#out !== undefined) tellEnding(this.#out, this.#ending);
  }
}
