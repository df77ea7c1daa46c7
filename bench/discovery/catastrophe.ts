// Many nodes die in one moment: who of the others still hears what one of them says, and when the dead are known.
import { drawn } from './drawn.ts';
import { Ears } from './ears.ts';
import type { Cell } from './runs.ts';
import { Town } from './town.ts';
import { Verdicts } from './verdicts.ts';

export interface Catastrophe extends Cell {
  readonly share: number;
  readonly how: 'crash' | 'vanish';
  /** Casts by the time after the failure: which share of the survivors heard it. */
  readonly casts: readonly { readonly afterMs: number; readonly heard: number }[];
  readonly dead: number;
  /** Until somebody called them gone, one for each that was; milliseconds. */
  readonly firstMs: readonly number[];
  /** How many were called so by votes, and how many because nobody is left who could. */
  readonly byVote: number;
  /** Until all survivors had called all dead gone. */
  readonly allMs: number | undefined;
  readonly proofs: number;
  readonly violations: readonly string[];
}

/** Several say something at each time: one may be cut off. */
const ORIGINS = 5;
/** What a cast takes at most, and no longer: nothing is to be repaired meanwhile. */
const HEARD_MS = 900;
const TIMES_MS = [0, 1_000, 3_000, 5_000, 7_000, 10_000, 15_000] as const;
const KNOWN_MS_MAX = 30_000;

export const catastrophe = (cell: Cell, share: number, how: 'crash' | 'vanish'): Catastrophe => {
  const town = new Town(cell);
  town.found();
  const verdicts = new Verdicts(town);
  const random = town.chanceOf(`catastrophe ${share} ${how}`);
  const ears = new Ears(town.residents);
  town.advance(Math.round(random() * 1_000));
  const victims = drawn(town.residents, Math.round(share * cell.nodes), random);
  for (const one of victims) {
    verdicts.died(one);
    one.kill(how);
  }
  const began = town.now;
  let allMs: number | undefined;
  const advanceTo = (afterMs: number): void => {
    if (allMs === undefined) {
      const ms = town.until(() => verdicts.isKnown(victims), Math.max(0, began + afterMs - town.now));
      if (ms !== undefined) allMs = town.now - began;
    }
    town.advance(Math.max(0, began + afterMs - town.now));
  };
  const others = town.running.length - 1;
  const casts = TIMES_MS.map((afterMs) => {
    advanceTo(afterMs);
    const words = drawn(town.running, ORIGINS, random).map((one) => {
      const word = `${afterMs} ${one.number}`;
      ears.say(one, word);
      return word;
    });
    town.advance(HEARD_MS);
    const reached = words.map((word) => (others === 0 ? 1 : ears.count(word) / others));
    return { afterMs, heard: reached.reduce((sum, one) => sum + one, 0) / reached.length };
  });
  advanceTo(KNOWN_MS_MAX);
  verdicts.end();
  town.end();
  const { firstMs } = verdicts;
  return {
    ...cell, share, how, casts, dead: victims.length, allMs,
    firstMs: firstMs.map(({ afterMs }) => afterMs), byVote: firstMs.filter(({ how: by }) => by === 'down').length,
    proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};
