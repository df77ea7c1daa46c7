// Some nodes break the rules: they pass nothing on, or lie about what all hold. What honest ones still get and prove.
import { changes } from './change.ts';
import type { Cell } from './runs.ts';
import { dropping, lying, tampered } from '../../lib/testing/simulation/actors/tampered.ts';
import { drawn } from './drawn.ts';
import { Ears } from './ears.ts';
import { Town } from './town.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { seedFor } from '../../lib/testing/simulation/drawFaults.ts';

export interface Hostile extends Cell {
  readonly what: 'drop' | 'lie';
  readonly share: number;
  /** Until all honest nodes held a record, one for each change; milliseconds, Infinity: within 20 s they did not. */
  readonly spreadMs: readonly number[];
  /** Which share of the honest nodes heard a cast within a second. */
  readonly castsHeard: readonly number[];
  /** Proofs of honest nodes, and those among them that were not so. */
  readonly proofs: number;
  readonly violations: readonly string[];
}

const CHANGES = 6;
const CASTS = 6;
const HEARD_MS = 1_000;
/** One honest node hears nothing for so long while another one says something: whoever proves it by then is fooled. */
const HELD_BACK_MS = 2_500;
const PAUSE_MS = 6_000;

const castsHeard = (town: Town, random: () => number): readonly number[] => {
  const ears = new Ears(town.honest);
  return drawn(town.honest, CASTS, random).map((one) => {
    const word = String(one.number);
    ears.say(one, word);
    town.advance(HEARD_MS);
    return ears.count(word) / (town.honest.length - 1);
  });
};

/** Changes that one honest node hears of late, so that no proof of them can be true until then. */
const heldBack = (town: Town, random: () => number, count: number): void => {
  for (let at = 0; at < count; at++) {
    const [one, tail, head] = drawn(town.honest, 3, random);
    if (one === undefined || tail === undefined || head === undefined) return;
    const others = town.residents.filter((other) => other !== one).map(({ host }) => host);
    const release = town.network.partition(others, [one.host], true);
    tail.net?.order({ type: 'dial', address: `${head.id}@${head.endpoint}` });
    town.advance(HELD_BACK_MS);
    release(true);
    town.advance(PAUSE_MS);
  }
};

export const hostile = (cell: Cell, what: 'drop' | 'lie', share: number): Hostile => {
  const { nodes, seed, quick } = cell;
  const chance = sfc32(seedFor(seed, `hostile ${what} ${share}`));
  const numbers = new Set(drawn(Array.from({ length: nodes }, (_, at) => at + 1), Math.round(share * nodes), chance));
  const town = new Town({
    ...cell,
    tampered: (number) => !numbers.has(number) ? undefined : (transport, id) =>
      tampered(transport, what === 'drop' ? dropping(id) : lying),
  });
  town.found();
  const count = quick ? 2 : CHANGES;
  const followed = what === 'drop' ? changes(town, count, PAUSE_MS) : [];
  const heard = what === 'drop' ? castsHeard(town, chance) : [];
  if (what === 'lie') heldBack(town, chance, count);
  town.end();
  return {
    ...cell, what, share, spreadMs: followed.map(({ spreadMs }) => spreadMs), castsHeard: heard,
    proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};
