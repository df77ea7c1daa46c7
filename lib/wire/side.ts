// What the two ends of a connection have in common, as its session sees them, and what the session does for both.
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import type { GoodbyeReason } from '../reasons.ts';
import type { Frame } from './frame.ts';
import type { Message } from './isMessage.ts';
import type { Goodbye } from './session.ts';

/** The tail or the head of one connection. */
export interface Side {
  /** Requests begun so far. */
  readonly requests: number;
  /** A frame, whole; KEEPALIVE and goodbyes do not come here. */
  take(frame: Frame): void;
  /** Whether a message that comes in fragments, this one the first, is worth the memory to put it together. */
  awaits(first: Message): boolean;
  /** The code of a goodbye said now, where the spec asks for a special one. */
  farewellCode(reason: GoodbyeReason): number | undefined;
  /** The network takes bytes again. */
  resume(): void;
  /** From now on requests are refused. @param retryAfterMs what those are told who are */
  leave(retryAfterMs: number | undefined): void;
  /** Nobody waits for an answer of the application: the node may leave. */
  readonly isIdle: boolean;
  /** The connection ends: errors what is asked, unsubscribes what is being answered, leaves no timer. */
  settle(why: string): void;
}

/** The connection, as its side sees it. */
export interface Line {
  readonly peer: PeerId;
  readonly env: Env;
  /** The time, read once in a tick in which something is sent: a look at the clock is a tenth of a request. */
  now(): number;
  /** False when the network does not take what it is given: the side is told by `resume` when it does again. */
  ready(): boolean;
  /** Sends a frame of a stream, or holds it until the network has room; false when too much is held already. */
  offer(frame: Frame): boolean;
  /** The same for a small frame that must not be lost. */
  put(frame: Frame): void;
  /** Takes `bytes` more for what a producer holds on its own; false when there is too much already. */
  hold(bytes: number): boolean;
  release(bytes: number): void;
  /** What has come in fragments on this stream is not waited for any more. */
  forget(stream: number): void;
  /** Sends a frame about the connection as a whole: nothing holds it up. */
  send(frame: Frame): void;
  greeted(hello: Uint8Array): void;
  /** The side may have become idle. */
  settled(): void;
  /** From now on the remote may send frames of full size. */
  raise(): void;
  /** Says goodbye and ends. @param code where the spec asks for a special one */
  goodbye(goodbye: Goodbye, code?: number): void;
}
