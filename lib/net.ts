// A node as the program that runs it sees it: start it, watch it, say something over it, stop it.
import type { Observable } from 'rxjs';
import type { OperatorRequest } from './command.ts';
import type { Cast } from './exchange/cast.ts';
import type { RingJournal } from './journals/ringJournal.ts';
import type { NodeId } from './nodeId.ts';
import type { AskOptions, Handler, PullOptions, RequestOptions } from './peer.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** A NodeId, or the PeerId of one of the connections to it. */
export type Addressee = string;

export interface Net {
  readonly id: NodeId;
  /**
   * Everything that happens. Cold until its first subscriber, which starts the node; shared after that; the last one
   * to leave stops it at once. Completes after a graceful stop, errors with a LoopError when a part has a bug.
   */
  readonly step$: Observable<Step>;
  /** The state after the latest step. */
  readonly state: State;
  readonly journal: RingJournal;

  /** Says goodbye to every peer, saves, completes `step$`. @param reason for the journal */
  stop(reason: string): void;
  /** Asks for what an operator may ask; `journal` tells what came of it. */
  order(request: OperatorRequest): void;

  /**
   * One answer from a node that we dialled (request/response).
   *
   * @param to a node or one connection to it; nobody else may be asked: the tail of an edge asks, the head answers
   * @returns cold; emits once and completes, errors with a RequestError; unsubscribing cancels
   */
  ask(to: Addressee, route: string, data: Uint8Array, options?: AskOptions): Observable<Uint8Array>;
  /** Many answers (request/stream), as fast as they are taken, with no time-out unless told. Otherwise like `ask`. */
  request(to: Addressee, route: string, data: Uint8Array, options?: RequestOptions): Observable<Uint8Array>;
  /**
   * The same for `for await`: it asks when the loop begins, gives credits as values are consumed, and cancels when the
   * loop is left. Rejects with a RequestError.
   *
   * @param options `credits`: how many values may wait to be consumed, 16 unless told
   * @example for await (const line of net.pull(node, 'lines', bytes)) await print(line);
   */
  pull(to: Addressee, route: string, data: Uint8Array, options?: PullOptions): AsyncIterable<Uint8Array>;
  /**
   * Says something to every node of the network: signed, passed on along every edge, heard once by each. Who is not
   * there within a minute does not hear it, and nobody says that he has.
   *
   * @param data at most 16 KiB; one cast a second, and ten at once
   * @throws RequestError `too-big`, `rejected` when it is too often, `not-connected` before the node's first record
   */
  broadcast(topic: string, data: Uint8Array): void;
  /** What the other nodes broadcast on a topic from now on. @returns never completes */
  casts(topic: string): Observable<Cast>;
  /** Answers a route from now on. @returns takes the handler away again @throws Error when the route is taken */
  respond(route: string, handler: Handler): () => void;
}
