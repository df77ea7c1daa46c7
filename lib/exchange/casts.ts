// Casts on their way through a node: each is heard once, by whoever listens here, and passed on once to every other link.
import { Subject, type Observable } from 'rxjs';
import type { PeerId } from '../event.ts';
import { Latest } from '../latest.ts';
import { newest } from '../network/entry.ts';
import { nextSeq } from '../network/header.ts';
import { entryOf } from '../network/networkMap.ts';
import { RecordError } from '../network/recordError.ts';
import type { Signer, Verifier } from '../network/signing.ts';
import type { NodeId } from '../nodeId.ts';
import { RequestError } from '../peer.ts';
import type { State } from '../state.ts';
import { castOf, castText, decodeCast, signCast, verifyCast, type Cast } from './cast.ts';
import { SKEW_MS_MAX } from './sift.ts';

/** Two minutes of five hundred a second, which is far more than signatures are checked. */
export const SEEN_MAX = 65_536;
/** Of one origin: in the long run, and at once. */
export const CASTS_PER_SECOND = 1;
export const CASTS_BURST = 10;
/** As many as a map has nodes. */
const ORIGINS_MAX = 16_384;

/** A cast to pass on, and the connection it came by; none for our own. */
export interface Relayed {
  readonly text: string;
  readonly except?: PeerId;
}

export interface CastParts {
  readonly state: () => State;
  readonly now: () => number;
  readonly signer: Signer | undefined;
  readonly verifier: Verifier;
}

interface Level {
  readonly tokens: number;
  readonly at: number;
}

export class Casts {
  readonly #parts: CastParts;
  readonly #cast$ = new Subject<Cast>();
  readonly #relay$ = new Subject<Relayed>();
  readonly #seen = new Latest<string, true>(SEEN_MAX);
  readonly #levels = new Latest<NodeId, Level>(ORIGINS_MAX);
  #last: number | undefined;

  constructor(parts: CastParts) {
    this.#parts = parts;
  }

  /** What others say, each once. */
  get cast$(): Observable<Cast> {
    return this.#cast$;
  }

  get relay$(): Observable<Relayed> {
    return this.#relay$;
  }

  /** @throws RequestError `too-big`, `rejected` for more than one a second, `not-connected` for who has no record */
  broadcast(topic: string, data: Uint8Array): void {
    const { signer, state, now } = this.#parts;
    const { network, self } = state();
    if (signer === undefined || network.own.record === undefined) {
      throw new RequestError('not-connected', 'this node has signed no record yet: nobody would know whose cast it is');
    }
    const bytes = signed({ net: network.map.rules.net, seq: nextSeq(this.#last, now()), topic, data }, signer);
    if (!this.#afford(self.node)) {
      throw new RequestError('rejected', `more than ${CASTS_PER_SECOND} cast a second, and ${CASTS_BURST} at once`);
    }
    const { seq } = decodeCast(bytes);
    this.#last = seq;
    this.#seen.set(`${self.node}/${seq}`, true);
    this.#relay$.next({ text: castText(bytes) });
  }

  /**
   * What a connection brings: heard and passed on when it is new, in time, and signed by a node of the map.
   *
   * @param afford asked before the signature is checked; false: no more for now
   * @returns what is wrong with it, if no honest node would have passed it on
   */
  hear(peer: PeerId, text: string, afford: () => boolean): string | undefined {
    try {
      return this.#hear(peer, text, afford);
    } catch (error) {
      if (error instanceof RecordError) return error.message;
      throw error;
    }
  }

  #hear(peer: PeerId, text: string, afford: () => boolean): string | undefined {
    const { state, now, verifier } = this.#parts;
    const { map } = state().network;
    const cast = castOf(text);
    const { origin, seq, ttlMs, topic, data, net } = cast;
    const key = `${origin}/${seq}`;
    if (net !== map.rules.net) return 'cast of another network';
    const entry = entryOf(map, origin);
    const isTimely = seq + ttlMs >= now() && seq <= now() + SKEW_MS_MAX;
    if (this.#seen.has(key) || entry === undefined || !isTimely || !afford()) return undefined;
    if (!verifyCast(cast, newest(entry).record.body.publicKey, verifier)) return 'cast with a wrong signature';
    this.#seen.set(key, true);
    if (!this.#afford(origin)) return undefined;
    this.#cast$.next({ origin, seq, topic, data });
    this.#relay$.next({ text, except: peer });
    return undefined;
  }

  #afford(origin: NodeId): boolean {
    const now = this.#parts.now();
    const level = this.#levels.get(origin);
    const tokens = level === undefined ? CASTS_BURST :
      Math.min(CASTS_BURST, level.tokens + ((now - level.at) / 1_000) * CASTS_PER_SECOND);
    if (tokens < 1) return false;
    this.#levels.set(origin, { tokens: tokens - 1, at: now });
    return true;
  }
}

const signed = (said: Parameters<typeof signCast>[0], signer: Signer): Uint8Array => {
  try {
    return signCast(said, signer);
  } catch (error) {
    if (error instanceof RecordError) throw new RequestError('too-big', error.message, { cause: error });
    throw error;
  }
};
