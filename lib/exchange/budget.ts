// How much of others' signatures a node checks: what is over is dropped, and found again when maps are compared.
import type { PeerId } from '../event.ts';
import { Latest } from '../latest.ts';

/** In the long run, of one connection: a busy network of a thousand changes a tenth as often. */
export const SIGNATURES_PER_SECOND = 64;
/** At once, of one connection: what a node without a map learns of a network of four thousand from one other. */
export const SIGNATURES_BURST = 4_096;
/** Over all connections: a tenth of a core, at 5,000 a second. */
export const SIGNATURES_PER_SECOND_ALL = 500;
export const SIGNATURES_BURST_ALL = 16_384;
/** More than a node has connections. */
const LINKS_MAX = 256;

interface Level {
  readonly tokens: number;
  readonly at: number;
}

interface Terms {
  readonly perSecond: number;
  readonly burst: number;
}

const ONE: Terms = { perSecond: SIGNATURES_PER_SECOND, burst: SIGNATURES_BURST };
const ALL: Terms = { perSecond: SIGNATURES_PER_SECOND_ALL, burst: SIGNATURES_BURST_ALL };

const filled = (level: Level | undefined, { perSecond, burst }: Terms, now: number): number =>
  level === undefined ? burst : Math.min(burst, level.tokens + ((now - level.at) / 1_000) * perSecond);

export class Budget {
  readonly #links = new Latest<PeerId, Level>(LINKS_MAX);
  #all: Level | undefined;

  /** @returns whether one more signature of that connection may be checked */
  take(peer: PeerId, now: number): boolean {
    const [one, all] = [filled(this.#links.get(peer), ONE, now), filled(this.#all, ALL, now)];
    if (one < 1 || all < 1) return false;
    this.#links.set(peer, { tokens: one - 1, at: now });
    this.#all = { tokens: all - 1, at: now };
    return true;
  }
}
