// Who is let in at the door, before a byte is read: so many in a second, and of one owner of addresses far fewer.
import { hostOf, type Address } from '../address.ts';
import { narrowGroupOf } from '../group.ts';
import { Latest } from '../latest.ts';
import { paid, spare, type Pace } from '../pace.ts';
import { isLoopback } from '../ranges.ts';
import type { Turned } from '../transport.ts';

/** A handshake costs its head 2 ms of a core: a hundred a second are a fifth of one, and no attack takes more. */
export const ADMISSION: Pace = { everyMs: 10, burst: 200 };
/** A household or an office that comes back at once is let in; who comes again and again has five tries a second. */
export const ADMISSION_PER_GROUP: Pace = { everyMs: 200, burst: 20 };
/** Of 100 bytes each. Who is put out begins anew with a full burst, and the pace of all holds for them all the same. */
const GROUPS_MAX = 4_096;

/** What the gate goes by; what is left out is as above. */
export interface Admission {
  readonly all?: Pace;
  readonly perGroup?: Pace;
  /** Whose an address is. Those of `undefined` are let in always: loopback, unless told otherwise. */
  readonly groupOf?: (address: Address) => string | undefined;
}

/**
 * The /24 or /48 of an address, and of a private one the host itself, since in one's own walls nobody owns a range.
 *
 * @returns `undefined` for loopback: whoever is there runs on this machine already
 */
export const admissionGroupOf = (address: Address): string | undefined =>
  isLoopback(hostOf(address)) ? undefined : narrowGroupOf(address) ?? hostOf(address);

export class Gate {
  readonly #all: Pace;
  readonly #perGroup: Pace;
  readonly #groupOf: (address: Address) => string | undefined;
  readonly #now: () => number;
  readonly #groups = new Latest<string, number>(GROUPS_MAX);
  #paidUntil: number | undefined;

  /** @param now in milliseconds, never less than before */
  constructor({ all = ADMISSION, perGroup = ADMISSION_PER_GROUP, groupOf = admissionGroupOf }: Admission,
    now: () => number) {
    this.#all = all;
    this.#perGroup = perGroup;
    this.#groupOf = groupOf;
    this.#now = now;
  }

  /** Why a connection from there is not let in, if so; who is turned away has cost nobody else a place. */
  refuses(from: Address): Turned['why'] | undefined {
    const group = this.#groupOf(from);
    if (group === undefined) return undefined;
    const now = this.#now();
    const ofGroup = this.#groups.get(group);
    if (spare(ofGroup, now, this.#perGroup) < 1) return 'group';
    if (spare(this.#paidUntil, now, this.#all) < 1) return 'all';
    this.#groups.set(group, paid(ofGroup, now, this.#perGroup));
    this.#paidUntil = paid(this.#paidUntil, now, this.#all);
    return undefined;
  }
}
