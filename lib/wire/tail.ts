// The tail's side of a connection: it says hello first, and asks.
import { Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import { messageOf } from '../errors.ts';
import { RequestError, type AskOptions, type Requester, type RequestOptions } from '../peer.ts';
import { AskedOnce, AskedStream, type Asked, type Asking } from './asked.ts';
import { Deadlines } from './deadlines.ts';
import { decodeFailure } from './failure.ts';
import type { Frame } from './frame.ts';
import type { Message } from './isMessage.ts';
import { InFlight } from './inFlight.ts';
import { MESSAGE_BYTES_MAX, REQUEST_TIMEOUT_MS } from './limits.ts';
import { encodeRoute } from './routing.ts';
import { CREDITS_DEFAULT, CREDITS_MAX, STREAM_ID_MAX } from './sessionLimits.ts';
import { HELLO_ROUTE, setUpFrame } from './setUp.ts';
import type { Line, Side } from './side.ts';

const NOTHING = new Uint8Array(0);

interface Begun {
  readonly stream: number;
  readonly metadata: Uint8Array;
}

export class Tail implements Side, Requester, Asking {
  requests = 0;
  /** What it has asked for itself is for whoever asked to wait for, before it stops. */
  readonly isIdle = true;
  readonly #line: Line;
  readonly #asked = new InFlight<Asked>();
  readonly #deadlines: Deadlines;
  /** The highest id used so far: they are odd, count up, and none is used twice. */
  #stream: number;
  #phase: 'new' | 'greeting' | 'alive' | 'ended' = 'new';

  /** @param after the first stream is two higher; only a test begins elsewhere than at 1 */
  constructor(line: Line, after = -1) {
    this.#line = line;
    this.#stream = after;
    this.#deadlines = new Deadlines(line.env, (now) => this.#expire(now));
  }

  setUp(hello: Uint8Array): void {
    if (this.#phase !== 'new') return;
    this.#phase = 'greeting';
    this.#line.send(setUpFrame(hello));
    const stream = (this.#stream += 2);
    const greeting = {
      next: (answer: Uint8Array) => this.#greeted(answer),
      error: ({ message }: Error) => this.#line.goodbye({ reason: 'protocol', detail: `no hello: ${message}` }),
      complete: () => undefined,
    };
    this.#asked.add(stream, HELLO_ROUTE, new AskedOnce(stream, this, greeting, Infinity)); // the Peer has a deadline for the whole greeting
    const metadata = encodeRoute(HELLO_ROUTE);
    this.#line.put({ type: 'REQUEST_RESPONSE', stream, follows: false, metadata, data: NOTHING });
  }

  ask(...request: Parameters<Requester['ask']>): Observable<Uint8Array> {
    return new Observable((out) => this.askFor(out, ...request));
  }

  askFor(out: Subscriber<Uint8Array>, route: string, data: Uint8Array, options?: AskOptions): TeardownLogic {
    const begun = this.#begin(out, route, data);
    if (begun === undefined) return undefined;
    const { stream, metadata } = begun;
    const sent = this.#line.offer({ type: 'REQUEST_RESPONSE', stream, follows: false, metadata, data });
    const deadline = this.#line.now() + (options?.timeoutMs ?? REQUEST_TIMEOUT_MS);
    return this.#began(sent, out, route, new AskedOnce(stream, this, out, deadline));
  }

  request(route: string, data: Uint8Array, options: RequestOptions = {}): Observable<Uint8Array> {
    return new Observable((out) => {
      const begun = this.#begin(out, route, data);
      if (begun === undefined) return undefined;
      const { stream, metadata } = begun;
      const credits = Math.min(Math.max(1, Math.floor(options.credits ?? CREDITS_DEFAULT)), CREDITS_MAX);
      const sent = this.#line.offer({ type: 'REQUEST_STREAM', stream, follows: false, credits, metadata, data });
      // A stream may have nothing to say for hours: only the asker can know that it should have.
      const deadline = this.#line.now() + (options.timeoutMs ?? Infinity);
      const byHand = options.more$ !== undefined;
      const asked = new AskedStream(stream, this, { line: this.#line, out, deadline, credits, byHand });
      const teardown = this.#began(sent, out, route, asked);
      const giving = { next: (more: number) => asked.give(more), error: (error: unknown) => out.error(error) };
      if (!out.closed) out.add(options.more$?.subscribe(giving));
      return teardown;
    });
  }

  /** What cannot be sent is lost, as it may be on its way: whoever must know asks. */
  tell(route: string, data: Uint8Array): void {
    const metadata = this.#metadata(route, data);
    if (metadata instanceof RequestError) return;
    const stream = this.#nextStream();
    if (stream === undefined) return;
    this.#line.offer({ type: 'REQUEST_FNF', stream, follows: false, metadata, data });
  }

  take(frame: Frame): void {
    switch (frame.type) {
      case 'PAYLOAD': {
        const asked = this.#known(frame);
        if (asked?.take(frame) === true && this.#asked.delete(frame.stream)) asked.complete();
        return;
      }
      case 'ERROR': {
        const asked = this.#known(frame);
        if (this.#asked.delete(frame.stream)) asked?.error(decodeFailure(frame));
        return;
      }
      case 'REQUEST_N':
      case 'CANCEL':
        this.#known(frame); // of a channel, which we never open: no harm on a stream that we did
        return;
      case 'LEASE': // was not offered
        return;
      case 'OTHER':
        this.#breach(`frame of type ${frame.number}, which is not known here`);
        return;
      default:
        this.#breach(`${frame.type} from the head, which only answers`);
        return;
    }
  }

  /** Only an answer to what still waits for one: the rest of a large one may be on its way when it is cancelled. */
  awaits(first: Message): boolean {
    return first.type === 'PAYLOAD' && this.#asked.has(first.stream);
  }

  /** The spec has no special code for what a tail says. */
  farewellCode(): undefined {
    return undefined;
  }

  resume(): void {
    // What a tail has to send waits in the outbox.
  }

  leave(): void {
    // A tail takes on nothing.
  }

  settle(why: string): void {
    this.#phase = 'ended';
    this.#deadlines.stop();
    const pending = this.#asked.entries();
    this.#asked.clear();
    if (pending.length === 0) return; // no error, and no stack trace, for nobody
    const error = new RequestError('closed', why);
    for (const [, asked] of pending) asked.error(error);
  }

  #greeted(hello: Uint8Array): void {
    this.#phase = 'alive';
    this.#line.raise();
    this.#line.greeted(hello);
  }

  /** Nobody waits for its answer any more. */
  cancel(stream: number): void {
    if (!this.#asked.delete(stream)) return;
    this.#line.forget(stream);
    this.#line.put({ type: 'CANCEL', stream });
  }

  /** The id of a new request and what says its route, unless it errors before it is sent. */
  #begin(out: Subscriber<Uint8Array>, route: string, data: Uint8Array): Begun | undefined {
    const metadata = this.#metadata(route, data);
    if (metadata instanceof RequestError) {
      out.error(metadata);
      return undefined;
    }
    const stream = this.#nextStream();
    if (stream !== undefined) return { stream, metadata };
    out.error(new RequestError('closed', 'the connection has used up its stream ids'));
    return undefined;
  }

  #began(sent: boolean, out: Subscriber<Uint8Array>, route: string, asked: Asked): TeardownLogic {
    if (!sent) {
      out.error(new RequestError('rejected', 'too much waits for the network already'));
      return undefined;
    }
    this.#asked.add(asked.stream, route, asked);
    this.#deadlines.watch(asked.deadline);
    return asked;
  }

  /** What says the route of a request, or why it is not even sent. */
  #metadata(route: string, data: Uint8Array): Uint8Array | RequestError {
    if (this.#phase === 'ended') return new RequestError('closed', 'the connection has ended');
    if (this.#phase !== 'alive') return new RequestError('not-connected', 'the head has not said hello yet');
    const excess = this.#asked.excess(route);
    if (excess !== undefined) return new RequestError('rejected', excess);
    try {
      const metadata = encodeRoute(route);
      const bytes = metadata.length + data.length;
      if (bytes <= MESSAGE_BYTES_MAX) return metadata;
      return new RequestError('too-big', `request of ${bytes} bytes, limit ${MESSAGE_BYTES_MAX}`);
    } catch (cause) {
      return new RequestError('invalid', messageOf(cause), { cause });
    }
  }

  #nextStream(): number | undefined {
    if (this.#stream >= STREAM_ID_MAX) {
      this.#line.goodbye({ reason: 'dropped', detail: 'the stream ids are used up' });
      return undefined;
    }
    this.requests++;
    return (this.#stream += 2);
  }

  /** What an answer belongs to: nothing when that request has ended already, a breach when it never began. */
  #known({ type, stream }: { readonly type: string; readonly stream: number }): Asked | undefined {
    if (stream > this.#stream || stream % 2 === 0) {
      this.#breach(`${type} on stream ${stream}, which nobody began`);
    }
    return this.#asked.get(stream);
  }

  #breach(detail: string): void {
    this.#line.goodbye({ reason: 'protocol', detail });
  }

  #expire(now: number): number {
    const due = this.#asked.entries().filter(([, { deadline }]) => deadline <= now);
    for (const [stream, asked] of due) {
      if (!this.#asked.has(stream)) continue; // ended by what another one's error led to
      this.cancel(stream);
      asked.error(new RequestError('timed-out', 'no answer in time'));
    }
    return Math.min(...this.#asked.entries().map(([, { deadline }]) => deadline));
  }
}
