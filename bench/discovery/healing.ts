// A network in two halves that do not reach each other for a minute, and then do again.
import { drawn } from './drawn.ts';
import type { Cell } from './runs.ts';
import { Town } from './town.ts';

export interface Healing extends Cell {
  /** From the end of the partition until one digest is everywhere, and until all prove it; milliseconds. */
  readonly oneMapMs: number | undefined;
  readonly provenMs: number | undefined;
  /** Bytes that each node sent until then. */
  readonly bytes: number;
  readonly proofs: number;
  readonly violations: readonly string[];
}

const PARTED_MS = 60_000;
const HEALED_MS_MAX = 120_000;

export const healing = (cell: Cell): Healing => {
  const town = new Town(cell);
  town.found();
  const half = new Set(drawn(town.residents, cell.nodes >> 1, town.chanceOf('halves')));
  const others = town.residents.filter((one) => !half.has(one));
  town.network.partition([...half].map(({ host }) => host), others.map(({ host }) => host));
  town.advance(PARTED_MS);
  const bytes = town.bytes();
  const began = town.now;
  town.network.heal();
  const isOne = (): boolean =>
    new Set(town.residents.map(({ network }) => network?.digest)).size === 1 && town.residents.every(({ network }) =>
      network?.survey.withVerdict(['up', 'suspect']).length === town.residents.length);
  const oneMapMs = town.until(isOne, HEALED_MS_MAX);
  const proven = town.until(() => town.isAgreed(), HEALED_MS_MAX);
  const provenMs = proven === undefined ? undefined : town.now - began;
  const sent = (town.bytes() - bytes) / cell.nodes;
  town.end();
  return {
    ...cell, oneMapMs, provenMs, bytes: sent, proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};
