// What has happened so far, in numbers: a fold over the steps of a node. Every key is of a closed list of ours.
import type { Event, EventOf, PeerId } from '../event.ts';
import type { Step } from '../step.ts';

type Counts = Map<string, number>;

/** What a connection has carried, as of its last sign of life; changed in place, since there is one of these a second. */
interface Carried {
  bytesIn: number;
  bytesOut: number;
}

const count = (counts: Counts, key: string, by = 1): void => void counts.set(key, (counts.get(key) ?? 0) + by);

/** What a handshake or a round trip took; in milliseconds. */
export interface Observed {
  readonly handshake: (direction: 'in' | 'out', ms: number) => void;
  readonly roundTrip: (ms: number) => void;
}

export class Fold {
  readonly events: Counts = new Map();
  /** By `opened`, or why it was not. */
  readonly dials: Counts = new Map();
  /** By `DIRECTION/opened` and `DIRECTION/failed`. */
  readonly handshakes: Counts = new Map();
  bytesIn = 0;
  bytesOut = 0;
  bans = 0;
  itemsHeard = 0;
  itemsRefused = 0;
  reconciled = 0;
  exchangesFailed = 0;
  digestChanges = 0;
  entries = 0;
  /** Whether all are known to hold one map, and since when that is so, or not so. */
  proven = false;
  provenAt: number;
  readonly #observed: Observed;
  #digest: string | undefined;
  /** Of the connections that live. */
  readonly #carriedBy = new Map<PeerId, Carried>();

  constructor(observed: Observed, now: number) {
    this.#observed = observed;
    this.provenAt = now;
  }

  take({ id, event, state, now }: Step): void {
    this.entries = id;
    count(this.events, event.type);
    this.#of(event, state);
    const { digest, agreement: { proven } } = state.network;
    if (digest !== this.#digest) {
      if (this.#digest !== undefined) this.digestChanges++;
      this.#digest = digest;
    }
    if (proven !== this.proven) [this.proven, this.provenAt] = [proven, now];
  }

  #of(event: Event, state: Step['state']): void {
    switch (event.type) {
      case 'peer-opened': {
        const peer = state.peers.get(event.peer);
        if (event.direction === 'out') count(this.dials, 'opened');
        count(this.handshakes, `${event.direction}/opened`);
        if (peer?.openedAt !== undefined) this.#observed.handshake(event.direction, peer.openedAt - peer.since);
        break;
      }
      case 'peer-heard':
        if (event.rttMs !== undefined) this.#observed.roundTrip(event.rttMs);
        this.#carried(event, state);
        break;
      case 'peer-closed':
        this.#closed(event);
        break;
      case 'subject-banned':
        this.bans++;
        break;
      case 'items-heard':
        this.itemsHeard += event.items.length;
        break;
      case 'items-refused':
        this.itemsRefused++;
        break;
      case 'link-reconciled':
        this.reconciled++;
        break;
      case 'exchange-failed':
        this.exchangesFailed++;
        break;
      default: // nothing but its kind is counted
    }
  }

  /** Of one that is gone, nothing is kept. */
  #carried({ peer, traffic }: EventOf<'peer-heard'>, state: Step['state']): void {
    const before = this.#carriedBy.get(peer);
    if (before === undefined && !state.peers.has(peer)) return;
    const { bytesIn, bytesOut } = traffic;
    this.bytesIn += Math.max(0, bytesIn - (before?.bytesIn ?? 0));
    this.bytesOut += Math.max(0, bytesOut - (before?.bytesOut ?? 0));
    if (before === undefined) this.#carriedBy.set(peer, { bytesIn, bytesOut });
    else [before.bytesIn, before.bytesOut] = [bytesIn, bytesOut];
  }

  #closed({ peer, direction, phase, reason }: EventOf<'peer-closed'>): void {
    this.#carriedBy.delete(peer);
    if (phase === 'alive') return;
    if (direction === 'out') count(this.dials, reason);
    count(this.handshakes, `${direction}/failed`);
  }
}
