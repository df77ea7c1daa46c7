// RSocket over one channel: set-up, requests, responses, keep-alive, goodbye. A Peer holds one as soon as its channel
// is secured; what it tells of itself are Signals, and the Peer makes events of them.
import type { Observable } from 'rxjs';
import type { Env } from '../env.ts';
import type { Traffic } from '../event.ts';
import type { PeerId } from '../event.ts';
import type { Requester, Responder } from '../peer.ts';
import type { CloseReason, GoodbyeReason } from '../reasons.ts';
import type { Channel } from '../transport.ts';

export type Signal =
  /** The other side's hello, as it came: at the head the SETUP's data, at the tail the answer to `millrace.hello`. */
  | { readonly type: 'greeted'; readonly hello: Uint8Array }
  /** Bytes came in; at most once in `HEARD_EVERY_MS`. With `rttMs` when they answered a ping: then at once. */
  | { readonly type: 'heard'; readonly rttMs?: number }
  /** The last one, always, whatever ended it. */
  | { readonly type: 'ended'; readonly ending: Ending };

export interface Ending {
  readonly reason: CloseReason;
  readonly endedBy: 'local' | 'remote' | 'network';
  readonly detail?: string;
  readonly retryAfterMs?: number;
  /** Of others, for one that is turned away: signed records as text. */
  readonly records?: readonly string[];
}

export interface Goodbye {
  readonly reason: GoodbyeReason;
  readonly detail?: string;
  readonly retryAfterMs?: number;
  /** Of others, for one that is turned away: signed records as text. */
  readonly records?: readonly string[];
}

export interface Session extends Requester {
  /** Completes with `ended`, never errors. Subscribing starts reading, unsubscribing destroys the channel. */
  readonly signal$: Observable<Signal>;
  /** The tail, first of all: SETUP with this hello, and the request for the head's, in one write. */
  setUp(hello: Uint8Array): void;
  /** The head, when the remote may stay: answers its request for our hello, and serves requests from now on. */
  welcome(hello: Uint8Array): void;
  /** KEEPALIVE that wants an answer; a `heard` with `rttMs` follows if one comes. */
  ping(): void;
  /** Sends ERROR on stream 0 with the goodbye, then ends in good order; ends the hard way after `GOODBYE_MS_MAX`. */
  goodbye(goodbye: Goodbye): void;
  /**
   * Takes on no more requests, and says goodbye once those that are being answered have their answers; after `graceMs`
   * in any case. The protocol's own requests are answered until then, and waited for by nobody.
   */
  leave(goodbye: Goodbye, graceMs: number): void;
  /** A goodbye has been said, by either side, or the connection has broken: `ended` is on its way. */
  readonly isEnding: boolean;
  readonly traffic: Traffic;
}

export interface SessionOptions {
  readonly peer: PeerId;
  /** `tail`: dialled, requests. `head`: accepted, responds; a request frame from it breaks the protocol. */
  readonly role: 'tail' | 'head';
  readonly channel: Channel;
  readonly responder: Responder;
  readonly env: Env;
  /** Requests that a tail may begin: in a second, in the long run, and at once. 2,000,000 and 100,000 unless told. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
}
