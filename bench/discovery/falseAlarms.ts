// Nobody dies, but writes are late, or some nodes stand still again and again: how often somebody is called down.
import { drawn } from './drawn.ts';
import type { Cell } from './runs.ts';
import type { Resident } from './resident.ts';
import { Town } from './town.ts';
import { Verdicts } from './verdicts.ts';

export interface FalseAlarms extends Cell {
  /** How many nodes stand still for 8 s, run for 50 ms, and so on. */
  readonly paused: number;
  /** Of nodes that were not paused. */
  readonly healthyHours: number;
  /** Verdicts `down` on nodes that live: healthy ones, and paused ones; seen by healthy ones. */
  readonly onHealthy: number;
  readonly onPaused: number;
  /** Doubts that were signed, about whomever. */
  readonly doubts: number;
  readonly proofs: number;
  readonly violations: readonly string[];
}

const PAUSE_MS = 8_000;
const RUN_MS = 50;
const HOUR_MS = 3_600_000;

/** What comes meanwhile waits in its kernel, and its timers are late. */
const standStill = (town: Town, one: Resident, until: number): void => {
  if (town.now >= until) return;
  const others = town.residents.filter((other) => other !== one).map(({ host }) => host);
  const release = town.network.partition(others, [one.host], true);
  one.clock.holdUp(PAUSE_MS);
  town.after(PAUSE_MS, () => {
    release(true);
    town.after(RUN_MS, () => standStill(town, one, until));
  });
};

/** @param paused how many are; @param forMs in virtual time */
export const falseAlarms = (cell: Cell, paused: number, forMs: number): FalseAlarms => {
  const town = new Town(cell);
  town.found();
  const random = town.chanceOf('paused');
  const ones = new Set(drawn(town.residents, paused, random));
  const verdicts = new Verdicts(town);
  verdicts.counts = (one) => !ones.has(one);
  const doubts = town.doubts;
  const until = town.now + forMs;
  for (const one of ones) town.after(Math.round(random() * PAUSE_MS), () => standStill(town, one, until));
  town.advance(forMs);
  const onHealthy = verdicts.wrong((one) => !ones.has(one)).verdicts;
  const onPaused = verdicts.wrong((one) => ones.has(one)).verdicts;
  verdicts.end();
  town.end();
  return {
    ...cell, paused, healthyHours: ((cell.nodes - paused) * forMs) / HOUR_MS, onHealthy, onPaused,
    doubts: town.doubts - doubts, proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};
