// A whole network in virtual time: from a seed to what was wrong, the same every time.
import type { Guards } from '../../guard.ts';
import type { Invariant } from '../../invariant.ts';
import type { MakePolicies } from '../../policy.ts';
import type { SimulationViolation } from './findings.ts';
import { faultActions } from './faults/faultActions.ts';
import { seedFor } from './drawFaults.ts';
import type { Beginning } from './beginning.ts';
import { inviteGuest } from './guests.ts';
import { Outlook } from './outlook.ts';
import { NODES, plan, type Plan, type PlanOptions } from './plan.ts';
import { sfc32 } from '../../sfc32.ts';
import { converseAlways } from './workload.ts';
import { World } from './world.ts';
import { heldUnsent } from '../../wire/heldBytes.ts';
import { heldPartially } from '../../wire/partialBytes.ts';

export interface SimulateOptions extends PlanOptions {
  /** Of every node, instead of the default ones. */
  readonly policies?: MakePolicies;
  readonly guards?: Guards;
  /** Beside I1 to I20, at every step of every node: made by `never` and `atMost`. */
  readonly invariants?: readonly Invariant[];
  /** What goes on beside what the network does by itself: requests and streams unless told. */
  readonly workload?: ((world: World) => void) | 'none';
  /** Ends the run as soon as something is found. */
  readonly untilFirst?: boolean;
  /** Goes on from where a recorded run ended: `beginningOf`. `nodes` is then as many as its map names, unless told. */
  readonly beginning?: Beginning;
  /** Notes what `timelinePage` draws a picture from. */
  readonly timeline?: boolean;
  /** Is told how far it is, once every simulated second. */
  readonly progress?: (atMs: number) => void;
}

export interface SimulationResult {
  readonly seed: number;
  readonly nodes: number;
  readonly simulatedMs: number;
  /** Of all nodes. */
  readonly events: number;
  /** Of all that every node wrote down: 16 hexadecimal digits, the same for the same run. */
  readonly traceHash: string;
  readonly violations: readonly SimulationViolation[];
  /**
   * How long after the last fault, or after the start where there was none, all nodes had become one network that
   * stayed one; `null` when they had not.
   */
  readonly convergedMs: number | null;
}

export interface Simulated {
  readonly result: SimulationResult;
  readonly plan: Plan;
  readonly world: World;
}

/** Nodes begin within the first second, unless they are late. */
const START_MS_MAX = 1_000;
const LOOK_EVERY_MS = 1_000;

const began = (world: World): void => {
  const random = world.chanceOf('starts');
  for (const one of world.inhabitants) {
    if (one.isAbsent) continue;
    world.at(Math.round(random() * START_MS_MAX), () => one.start());
  }
  for (const fault of world.plan.faults) {
    world.at(fault.at, () => {
      const end = faultActions[fault.kind](world, fault, sfc32(seedFor(world.plan.seed, fault.id)));
      if (end !== undefined) world.after(fault.forMs, end);
    });
  }
};

const ended = (world: World, heldBefore: number): void => {
  world.isOver = true;
  for (const one of world.inhabitants) one.kill('crash');
  world.visitors.unsubscribe();
  const held = heldByProcess() - heldBefore;
  if (held !== 0) world.report('I5 nothing is held for connections that have ended', `${held} bytes`);
};

/** Of the budgets that all nodes of a process share. */
const heldByProcess = (): number => heldUnsent() + heldPartially();

/**
 * The same, with the world that it happened in and how it was planned: for `shrink`, `timelineSvg`, and whoever wants to
 * look closer.
 *
 * @example simulated({ nodes: 5, seed: 7 }).world.inhabitants.length
 */
export const simulated = (options: SimulateOptions = {}): Simulated => {
  const { policies, guards, invariants, workload, untilFirst = false, progress, timeline = false } = options;
  const heldBefore = heldByProcess();
  const world = new World({
    plan: plan({ ...options, nodes: options.nodes ?? options.beginning?.nodes.length ?? NODES }),
    ...(options.beginning === undefined ? {} : { beginning: options.beginning }),
    timeline,
    ...(policies === undefined ? {} : { policies }),
    ...(guards === undefined ? {} : { guards }),
    ...(invariants === undefined ? {} : { invariants }),
  });
  began(world);
  if (workload === undefined) {
    converseAlways(world);
    inviteGuest(world);
  }
  if (workload !== undefined && workload !== 'none') workload(world);
  const outlook = new Outlook(world);
  const { forMs, seed, nodes } = world.plan;
  while (world.now < forMs && !(untilFirst && world.findings.list.length > 0)) {
    world.env.scheduler.advanceBy(Math.min(LOOK_EVERY_MS, forMs - world.now));
    outlook.look();
    progress?.(world.now);
  }
  if (world.now >= forMs) outlook.end();
  const simulatedMs = world.now;
  ended(world, heldBefore);
  return {
    world,
    plan: world.plan,
    result: {
      seed, nodes, simulatedMs,
      events: world.events,
      traceHash: world.trace.digest,
      violations: world.findings.list,
      convergedMs: outlook.convergedMs,
    },
  };
};

/**
 * Runs a network of unmodified nodes in memory and in virtual time, with faults that a seed draws, and looks at every
 * step of every node for what must not be. The same options give the same run, on every machine.
 *
 * FoundationDB's way of testing: Zhou et al., "FoundationDB", SIGMOD 2021, section 4.
 *
 * @example
 * const { violations } = simulate({ nodes: 10, seed: 7, forMs: 300_000, faults: ['churn', 'partition'] });
 */
export const simulate = (options: SimulateOptions = {}): SimulationResult => simulated(options).result;
