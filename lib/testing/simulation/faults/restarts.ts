// Faults that end a node and bring it back: killed, switched off, moved, or gone in good order.
import type { Inhabitant } from '../inhabitant.ts';
import type { World } from '../world.ts';
import { victims, type FaultAction } from './faultAction.ts';

/** Everything that was under way when the power went is gone; some of what is on the disk may be damaged too. */
const back = (ones: readonly Inhabitant[]) => (): void => {
  for (const one of ones) one.start();
};

export const crash: FaultAction = (world, _, chance) => {
  const ones = victims(world, chance);
  for (const one of ones) one.kill('crash');
  return back(ones);
};

export const power: FaultAction = (world, _, chance) => {
  const ones = victims(world, chance);
  for (const one of ones) one.kill('vanish');
  return back(ones);
};

/**
 * It comes back with the same key, the same disk, and another address. The first node is in everybody's configuration,
 * and stays: were nobody where anybody has ever heard of, nothing could bring them together.
 */
export const move: FaultAction = (world, _, chance) => {
  const ones = victims(world, chance).filter((one) => one !== world.inhabitants[0]);
  for (const one of ones) {
    one.kill(chance() < 0.5 ? 'crash' : 'vanish');
    one.host = world.newHost();
    world.meet(one.host, one.id, { honest: true, mayOpen: true });
  }
  return back(ones);
};

/** How soon a node that leaves must be gone: it says goodbye, waits for each peer 2 s, and writes to its disk. */
const GONE_MS_MAX = 10_000;

const isGone = (world: World, one: Inhabitant, since: number): void => {
  if (one.standing !== 'stopping' || one.startedAt !== since) return;
  const state = one.net?.state;
  const what = `${state?.lifecycle ?? ''}, ${state?.peers.size ?? 0} connections, ${state?.saving ?? 0} writes`;
  world.report('I16 a node that stops is gone in time', `after ${GONE_MS_MAX} ms: ${what}`, one);
};

/** In good order; it starts again when this is over, or as soon as it is gone. */
export const churn: FaultAction = (world, { forMs }, chance) => {
  for (const one of victims(world, chance)) {
    const { startedAt } = one;
    one.stop();
    world.after(GONE_MS_MAX + world.lateMs + one.disk.slowerByMs * 2, () => isGone(world, one, startedAt));
    world.after(forMs, () => comeBack(world, one));
  }
  return undefined;
};

const LOOK_MS = 500;

const comeBack = (world: World, one: Inhabitant): void => {
  if (one.standing === 'stopping') world.after(LOOK_MS, () => comeBack(world, one));
  else one.start();
};
