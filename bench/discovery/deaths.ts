// Single nodes die, one after the other: how soon somebody says so, and how soon all do.
import { drawn } from './drawn.ts';
import type { Cell } from './runs.ts';
import { Town } from './town.ts';
import { Verdicts } from './verdicts.ts';

export interface Death {
  /** `crash`: its connections are reset; `vanish`: its host is silent. */
  readonly how: 'crash' | 'vanish';
  /** Until the first verdict, and until all hold it; milliseconds. */
  readonly firstMs: number | undefined;
  readonly allMs: number | undefined;
}

export interface Deaths extends Cell {
  readonly deaths: readonly Death[];
  readonly proofs: number;
  readonly violations: readonly string[];
}

const EACH = 4;
const KNOWN_MS_MAX = 20_000;
const PAUSE_MS = 5_000;

export const deaths = (cell: Cell): Deaths => {
  const town = new Town(cell);
  town.found();
  const verdicts = new Verdicts(town);
  const random = town.chanceOf('deaths');
  const each = cell.quick || cell.nodes < 4 * EACH ? 2 : EACH;
  const found = drawn(town.residents, 2 * each, random).map((one, at): Death => {
    const how = at % 2 === 0 ? 'crash' : 'vanish';
    town.advance(Math.round(random() * 1_000)); // beats are not waited for
    verdicts.died(one);
    one.kill(how);
    const before = verdicts.firstMs.length;
    const allMs = town.until(() => verdicts.waiting === 0 && verdicts.isKnown([one]), KNOWN_MS_MAX);
    town.advance(PAUSE_MS);
    return { how, firstMs: verdicts.firstMs[before]?.afterMs, allMs };
  });
  verdicts.end();
  town.end();
  return { ...cell, deaths: found, proofs: town.proofs.checked, violations: town.proofs.violations };
};
