// One request of a simulated node, from its beginning to its one end: what has become of it, and whether that can be.
import type { PeerId } from '../../event.ts';
import { RequestError, type RequestErrorCode } from '../../peer.ts';
import type { Inhabitant } from './inhabitant.ts';
import type { World } from './world.ts';

export const once = 'I7 each request ends once, in time';
export const right = 'I8 an answer is the answer to its question';
export const ordered = 'I15 what is sent arrives in order, or not at all';
const answered = 'I7 where all is well every question is answered';

/** After the last fault: whatever it has broken has been found out by then. */
const SETTLED_MS = 50_000;
/** Both ends of a connection say something every three seconds. */
const FRESH_MS = 4_500;
/** A stream whose next value does not come for so long stands still. */
const STILL_MS = 10_000;
const GRACE_MS = 1_000;

/** What the asked may answer at any time: it has too much to do, or the connection makes way for another one. */
const EXCUSED: ReadonlySet<string> = new Set<RequestErrorCode>(['rejected', 'not-connected', 'closed']);

export interface Parties {
  readonly world: World;
  readonly who: Inhabitant;
  readonly to: Inhabitant;
  /** The connection it goes by. */
  readonly peer: PeerId;
}

/** A node that was restarted is not blamed. */
const standing = (one: Inhabitant): string => `${one.startedAt} ${one.standing}`;

export class Conversation {
  readonly #parties: Parties;
  readonly #asker: string;
  readonly #asked: string;
  readonly #mayBeBlamed: boolean;
  readonly #what: string;
  #ends = 0;
  #movedAt: number;
  #isLost = false;
  #isFutile = false;

  constructor(parties: Parties, what: string) {
    this.#parties = parties;
    this.#what = what;
    this.#asker = standing(parties.who);
    this.#asked = standing(parties.to);
    this.#movedAt = parties.world.now;
    this.#mayBeBlamed = this.#isCalm && this.#isFresh;
  }

  wrong(invariant: string, detail: string): void {
    const { world, who } = this.#parties;
    world.report(invariant, `${this.#what}: ${detail}`, who);
  }

  /** It cannot be answered. */
  isFutile(): void {
    this.#isFutile = true;
  }

  /** Who asked wants no more of it. */
  givenUp(): void {
    this.#ends = Math.max(1, this.#ends);
  }

  moved(): void {
    this.#movedAt = this.#parties.world.now;
  }

  end(): void {
    if (++this.#ends > 1) this.wrong(once, 'ended twice');
  }

  failed(error: unknown): void {
    this.end();
    if (!(error instanceof RequestError)) {
      this.wrong(once, `ended with ${String(error)}`);
    } else if (this.#mustGoWell && !EXCUSED.has(error.code)) {
      this.wrong(answered, error.message);
    }
  }

  get isOver(): boolean {
    return this.#ends > 0 || this.#isOrphaned;
  }

  mustBeOverWithin(ms: number): void {
    const { world } = this.#parties;
    const look = (): void => {
      if (!this.isOver) this.wrong(once, `not over after ${ms} ms`);
    };
    // whoever was held up meanwhile is late by that much
    world.after(ms + GRACE_MS, () => this.isOver || (world.lateMs > 0 ? world.after(world.lateMs, look) : look()));
  }

  /** Once a second: whether it can still end. */
  look(): void {
    if (this.isOver) return;
    const { who, peer, world } = this.#parties;
    if (who.net?.state.peers.has(peer) !== true && !who.clock.isHeldUp) {
      if (this.#isLost) this.wrong(once, 'its connection has ended, and it has not');
      this.#isLost = true;
    }
    const stillMs = world.now - this.#movedAt;
    if (this.#mustGoWell && stillMs > STILL_MS) this.wrong(answered, `nothing came for ${stillMs} ms`);
  }

  get #mustGoWell(): boolean {
    return this.#mayBeBlamed && this.#isCalm && !this.#isFutile && !this.#isExcused;
  }

  /** Whoever asked is not there any more: nobody waits for it. */
  get #isOrphaned(): boolean {
    return this.#asker !== standing(this.#parties.who);
  }

  get #isExcused(): boolean {
    return this.#isOrphaned || this.#asked !== standing(this.#parties.to);
  }

  get #isCalm(): boolean {
    const { world } = this.#parties;
    const since = world.calmSince;
    return since !== undefined && (world.now - since >= SETTLED_MS || !world.hasSuffered);
  }

  get #isFresh(): boolean {
    const { who, peer } = this.#parties;
    const known = who.net?.state.peers.get(peer);
    return known !== undefined && who.clock.now() - known.heardAt <= FRESH_MS;
  }
}
