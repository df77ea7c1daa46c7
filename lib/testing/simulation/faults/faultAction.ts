// What a fault is to the world it happens in.
import type { Fault } from '../fault.ts';
import type { Inhabitant } from '../inhabitant.ts';
import type { World } from '../world.ts';

/**
 * @param chance its own, so that it does the same whatever else happens
 * @returns what ends it, for those that last
 */
export type FaultAction = (world: World, fault: Fault, chance: () => number) => (() => void) | undefined;

/** A fault for ten nodes is one for ten of a hundred. */
const NODES_PER_VICTIM = 12;

/** Some of those who run, at least one if there is one. */
export const victims = (world: World, chance: () => number): readonly Inhabitant[] => {
  const count = 1 + Math.floor(world.plan.nodes / NODES_PER_VICTIM);
  const chosen = Array.from({ length: count }, () => world.pick(chance()));
  return [...new Set(chosen)].filter((one) => one?.standing === 'running').flatMap((one) => one ?? []);
};

/** A value from a list. */
export const oneOf = <T>(values: readonly [T, ...T[]], chance: () => number): T =>
  values[Math.floor(chance() * values.length)] ?? values[0];
