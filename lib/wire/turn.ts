// How much of a turn of the event loop each connection of a node may have: one that never stops sending must leave room
// for those who ask now and then.
//
//     a turn:  the line, each its share ──> what arrives, as long as the turn has room ──> who sends more joins the line
import type { Env } from '../env.ts';

/** A frame counts as one, and as one more for each KiB: decrypted, put together and answered, 64 take some 0.2 ms. */
export const UNIT_BYTES = 1_024;
/** Some 10 ms: heartbeats, timers and whoever asks for little wait no longer than that. */
export const UNITS_PER_TURN = 2_048;
/** However many there are, what one has at least: a question and its like, and no more than 64 x 32 in all. */
export const UNITS_EACH_MIN = 32;
/** Before so much has come, no turn need be told from the next: to be called would cost more than what it is for. */
const UNITS_UNCOUNTED = 256;

/** A connection that has more to read than its turn has room for. */
export interface Behind {
  /** Its next turn has come. */
  goOn(): void;
}

/** Of one connection. */
export class Share {
  readonly #turn: Turn;
  #number = -1;
  #spent = 0;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Counts a frame of so many bytes. @returns false when it was the last one for this turn */
  take(bytes: number): boolean {
    const units = 1 + Math.floor(bytes / UNIT_BYTES);
    if (this.#number !== this.#turn.number) {
      this.#number = this.#turn.number;
      this.#spent = 0;
      this.#turn.enter();
    }
    this.#spent += units;
    this.#turn.spend(units);
    return this.#turn.hasRoom(this.#spent);
  }
}

export class Turn {
  /** Told apart by it; it counts up. */
  number = 0;
  readonly #env: Env;
  readonly #line = new Set<Behind>();
  #units = 0;
  /** Connections that have sent something in this turn, and in the last one. */
  #active = 0;
  #before = 0;
  #isEnding = false;
  readonly #next = (): void => this.#begin();

  constructor(env: Env) {
    this.#env = env;
  }

  enter(): void {
    this.#active++;
  }

  spend(units: number): void {
    this.#units += units;
    if (this.#units >= UNITS_UNCOUNTED) this.#end();
  }

  /** Whether one that has spent so much may go on. */
  hasRoom(spent: number): boolean {
    if (this.#units < UNITS_PER_TURN && this.#line.size === 0) return true;
    return spent < Math.max(UNITS_EACH_MIN, UNITS_PER_TURN / Math.max(this.#active, this.#before));
  }

  /** At most as many are in line as there are connections. */
  join(behind: Behind): void {
    this.#line.add(behind);
    this.#end();
  }

  leave(behind: Behind): void {
    this.#line.delete(behind);
  }

  /** As soon as all that has come has been looked at. A timer would let a millisecond go by in which nothing is read. */
  #end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#env.nextTurn === undefined) this.#env.scheduler.schedule(this.#next, 0);
    else this.#env.nextTurn(this.#next);
  }

  #begin(): void {
    this.#isEnding = false;
    this.number++;
    this.#before = this.#active;
    this.#units = this.#active = 0;
    for (const behind of [...this.#line]) {
      this.#line.delete(behind);
      behind.goOn();
    }
  }
}

/** One for each node, since each has an Env of its own; in a process of many nodes none waits for another. */
const turns = new WeakMap<Env, Turn>();

export const turnOf = (env: Env): Turn => {
  const turn = turns.get(env) ?? new Turn(env);
  turns.set(env, turn);
  return turn;
};
