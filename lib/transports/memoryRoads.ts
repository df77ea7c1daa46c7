// Which hosts of a network in memory reach which, and what waits because they do not: TCP sends again and again into
// a black hole, and gets through some time after the hole has closed.
import { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import { travelMs, type MemoryConditions } from './memoryConditions.ts';
import type { MemoryHost } from './memoryHost.ts';

/** Something under way that could not arrive. */
export interface Stalled {
  readonly from: MemoryHost;
  readonly to: MemoryHost;
  /** It is not for what runs there. */
  readonly toKernel?: boolean;
  /** It is sent once more, and takes so long. */
  retry(afterMs: number): void;
}

/** Nothing passes from the hosts of `from` to those of `to`; without `to`, between the former and all others. */
interface Wall {
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string> | undefined;
  readonly oneWay: boolean;
}

/** TCP doubles its waits up to two minutes (Linux, TCP_RTO_MAX). */
const BACK_OFF_MS_MAX = 120_000;

export class MemoryRoads {
  readonly env: Env;
  readonly conditions: MemoryConditions;
  /** In the order they stalled in, with the time: a healed network goes on in the same order from the same seed. */
  readonly #stalled = new Map<Stalled, number>();
  #walls: Wall[] = [];

  constructor(env: Env, conditions: MemoryConditions) {
    this.env = env;
    this.conditions = conditions;
  }

  /** Whether what runs on one host hears now what the other one sends. */
  reach(from: MemoryHost, to: MemoryHost): boolean {
    return !to.isHeldUp && this.arrives(from, to);
  }

  /** Whether a packet from one host arrives at the other now, if only at its kernel. */
  arrives(from: MemoryHost, to: MemoryHost): boolean {
    return to.up && (this.#walls.length === 0 || !this.#walls.some((wall) => parts(wall, from.name, to.name)));
  }

  /**
   * Nothing passes between the two groups from now on; without a second one, between the first and all others.
   *
   * @param oneWay only what comes from the first group is lost
   * @returns takes this one wall away again; `promptly` when nobody has noticed it
   */
  part(group: Iterable<string>, others?: Iterable<string>, oneWay = false): (promptly?: boolean) => void {
    const wall: Wall = { from: new Set(group), to: others && new Set(others), oneWay };
    this.#walls.push(wall);
    return (promptly = false) => {
      if (!this.#walls.includes(wall)) return;
      this.#walls = this.#walls.filter((other) => other !== wall);
      this.retry(promptly);
    };
  }

  heal(): void {
    this.#walls = [];
    this.retry();
  }

  stall(what: Stalled): void {
    this.#stalled.set(what, this.env.scheduler.now());
  }

  forget(what: Stalled): void {
    this.#stalled.delete(what);
  }

  /**
   * Sends again what waits and can arrive now. A sender that has been waiting long waits as long again at worst, since
   * its pauses double; `promptly`, where it was not the network that held it up, and nobody has noticed.
   */
  retry(promptly = false): void {
    const now = this.env.scheduler.now();
    for (const [what, since] of this.#stalled) {
      if (!(what.toKernel === true ? this.arrives(what.from, what.to) : this.reach(what.from, what.to))) continue;
      this.#stalled.delete(what);
      const backOffMs = promptly ? 0 : Math.ceil(Math.min(now - since, BACK_OFF_MS_MAX) * this.env.random());
      what.retry(backOffMs + this.travelMs(what.from, what.to));
    }
  }

  travelMs(from: MemoryHost, to: MemoryHost): number {
    return travelMs(this.conditions, this.env.random, from.name, to.name);
  }

  /**
   * One packet, sent until it arrives; `arrived` is called then, in a turn of the scheduler's.
   *
   * @param toKernel it is not for what runs there
   */
  send(from: MemoryHost, to: MemoryHost, arrived: () => void, toKernel = false): Subscription {
    const isThere = (): boolean => toKernel ? this.arrives(from, to) : this.reach(from, to);
    const underway = new Subscription();
    const go = (ms: number): void => {
      underway.add(this.env.scheduler.schedule(() => isThere() ? arrived() : this.stall(stalled), ms));
    };
    const stalled: Stalled = { from, to, toKernel, retry: go };
    underway.add(() => this.forget(stalled));
    go(this.travelMs(from, to));
    return underway;
  }
}

const parts = ({ from, to, oneWay }: Wall, one: string, two: string): boolean => {
  const passes = (there: string, back: string): boolean =>
    from.has(there) && (to === undefined ? !from.has(back) : to.has(back));
  return passes(one, two) || (!oneWay && passes(two, one));
};
