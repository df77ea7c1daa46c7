// A simulated network as a whole, once a second and at its end: whether it is one, and both ends of each edge know it.
import { alive } from '../../state.ts';
import { topology } from './connected.ts';
import { endOfMap } from './endOfMap.ts';
import type { World } from './world.ts';

/** Whose other end is gone is found out by a heartbeat: 15 s of quiet, up to 30 s of patience, and a look a second. */
const HALF_MS_MAX = 50_000;

/** Looks at the network as a whole, once a second, and at the end of it. */
export class Outlook {
  readonly #world: World;
  convergedAt: number | undefined;
  #halfSince = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  look(): void {
    const { now, plan: { faultsMs, faults }, inhabitants } = this.#world;
    if (faults.length > 0 && now <= faultsMs) return;
    const { groups, halves } = topology(inhabitants);
    if (groups.length !== 1) this.convergedAt = undefined; // where nobody runs there is none either
    else this.convergedAt ??= now;
    this.#halfSince = new Map(halves.map((half) => [half, this.#halfSince.get(half) ?? now]));
    for (const [half, since] of this.#halfSince) {
      if (now - since <= HALF_MS_MAX) continue;
      this.#world.report('I1 both ends name the same connection', `${half}, for ${now - since} ms`);
    }
  }

  end(): void {
    const world = this.#world;
    if (this.convergedAt === undefined) {
      const { groups } = topology(world.inhabitants);
      const shown = groups.map((group) => group.map(({ number }) => `n${number}`).join(' ')).join(' | ');
      const afterMs = world.now - world.plan.faultsMs;
      world.report('I20 the network becomes one again', `${afterMs} ms after the last fault: ${shown}`);
    }
    endOfMap(world);
    if (world.inhabitants.length < 2) return;
    for (const one of world.inhabitants) {
      const state = one.net?.state;
      if (state === undefined || alive(state, 'in') + alive(state, 'out') > 0) continue;
      world.report('I20 every node is connected', `${state.addresses.size} addresses known`, one);
    }
  }

  get convergedMs(): number | null {
    const { faults, faultsMs } = this.#world.plan;
    return this.convergedAt === undefined ? null : this.convergedAt - (faults.length === 0 ? 0 : faultsMs);
  }
}
