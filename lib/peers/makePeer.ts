// A Peer out of its parts: what it is told goes to its life, and what its life tells is its events.
import { Observable, Subject, type Subscriber, type TeardownLogic } from 'rxjs';
import type { Event, PeerId } from '../event.ts';
import { lazily } from '../lazily.ts';
import { RequestError, type AskOptions, type Peer, type PeerCommand, type Requester } from '../peer.ts';
import { Life } from './life.ts';
import type { PeerParts } from './peerParts.ts';

/** Its own requester, with methods and not closures: a node has one for each connection. */
class LivingPeer implements Peer, Requester {
  readonly id: PeerId;
  readonly event$: Observable<Event>;
  readonly command$ = new Subject<PeerCommand>();
  #life: Life | undefined;

  constructor(parts: PeerParts) {
    this.id = parts.id;
    this.event$ = new Observable((out) => this.#live(new Life(parts, out), out));
  }

  get requester(): Requester {
    return this;
  }

  ask(...request: Parameters<Requester['ask']>): Observable<Uint8Array> {
    return new Observable((out) => this.askFor(out, ...request));
  }

  askFor(out: Subscriber<Uint8Array>, route: string, data: Uint8Array, options?: AskOptions): TeardownLogic {
    return this.#asker.askFor(out, route, data, options);
  }

  request(...request: Parameters<Requester['request']>): Observable<Uint8Array> {
    return lazily(() => this.#asker.request(...request));
  }

  tell(...request: Parameters<Requester['tell']>): void {
    this.#asker.tell(...request);
  }

  #live(life: Life, out: Subscriber<Event>): () => void {
    this.#life = life;
    const obeying = this.command$.subscribe({
      next: (command) => life.obey(command),
      error: (error: unknown) => out.error(error),
    });
    return () => {
      obeying.unsubscribe();
      life.running.unsubscribe();
      this.#life = undefined;
    };
  }

  /** @throws RequestError: within an Observable, the subscriber is told of it */
  get #asker(): Requester {
    const asker = this.#life?.requester;
    if (asker === undefined) throw new RequestError('not-connected', `${this.id} is not alive`);
    return asker;
  }
}

export const makePeer = (parts: PeerParts): Peer => new LivingPeer(parts);
