// Faults of one machine: its clock, its disk, its attention, and the person in front of it.
import type { Address } from '../../../address.ts';
import type { OperatorRequest } from '../../../command.ts';
import { never } from '../../../never.ts';
import { PORT, type Inhabitant } from '../inhabitant.ts';
import { OPERATOR } from '../invariants/identity.ts';
import type { World } from '../world.ts';
import { oneOf, victims, type FaultAction } from './faultAction.ts';

/** 500 ppm is a bad crystal, and ten times that a bad virtual machine. */
const DRIFTS = [0, 0.0005, -0.0005, 0.005, -0.005] as const;

/** Wrong from the next start on, in either direction; and set forward while it runs, once. */
export const clock =
  (byMs: number): FaultAction =>
  (world, _, chance) => {
    for (const one of victims(world, chance)) {
      one.skew = { offsetMs: Math.round((2 * chance() - 1) * byMs), drift: oneOf(DRIFTS, chance) };
      const isSet = chance() < 0.5 && one.clock.advancedMs === 0;
      if (isSet) one.clock.advance(Math.round(chance() * byMs));
    }
    return undefined;
  };

/** The power goes in the middle of a write, and the disk has lied about what it had flushed. */
const torn = (world: World, ones: readonly Inhabitant[], chance: () => number): (() => void) => {
  const off = new Set<Inhabitant>();
  for (const one of ones) {
    one.disk.tear(chance(), () => world.after(0, () => {
      off.add(one);
      one.kill('vanish');
    }));
  }
  return () => {
    for (const one of ones) one.disk.whole();
    for (const one of off) one.start();
  };
};

/** Slow, full, with bits that rot, or torn. */
export const disk: FaultAction = (world, _, chance) => {
  const ones = victims(world, chance);
  const how = oneOf(['slow', 'full', 'rot', 'torn'], chance);
  if (how === 'torn') return torn(world, ones, chance);
  for (const one of ones) {
    if (how === 'slow') one.disk.slowerByMs = Math.round(chance() * 5_000);
    else if (how === 'full') one.disk.full = true;
    else one.disk.damage(chance());
  }
  return () => {
    for (const one of ones) Object.assign(one.disk, { slowerByMs: 0, full: false });
  };
};

/** It takes nothing from its connections. */
export const busy: FaultAction = (world, _, chance) => {
  const resumes = victims(world, chance).map(({ host }) => world.network.stopReading(host));
  return () => {
    for (const resume of resumes) resume();
  };
};

/** It does nothing at all: its kernel takes connections, what comes over them waits there, and its timers are late. */
export const stall: FaultAction = (world, { forMs }, chance) => {
  const releases = victims(world, chance).map((one) => {
    world.lateMs = Math.max(world.lateMs, one.clock.holdUp(forMs));
    world.timeline?.heldUp(one.number, world.now, forMs);
    return world.network.holdUp(one.host);
  });
  return () => {
    for (const release of releases) release();
  };
};

/** Two nodes dial each other in the same instant. */
export const crossing: FaultAction = (world, _, chance) => {
  const [one, other] = [world.pick(chance()), world.pick(chance())];
  if (one === undefined || other === undefined || one === other) return undefined;
  if (one.standing !== 'running' || other.standing !== 'running') return undefined;
  one.net?.order({ type: 'dial', address: other.endpoint });
  other.net?.order({ type: 'dial', address: one.endpoint });
  return undefined;
};

/** Bans of a person at work: over before the network must be whole again. */
const BAN_MS_MAX = 20_000;
/** More than may be under way at once. */
const NOBODIES = 8;

const ORDERS = [
  'drop', 'ban', 'ban host', 'ban endpoint', 'unban', 'dial', 'dial itself', 'dial nobodies', 'dial a stranger', 'dump',
] as const;

/** What a person at a node may ask of it, and some of it makes no sense. */
const ordered = (
  [one, other]: readonly [Inhabitant, Inhabitant],
  what: (typeof ORDERS)[number],
  { forMs, nobodies }: { readonly forMs: number; readonly nobodies: readonly Address[] },
): void => {
  const order = (request: OperatorRequest): void => one.net?.order(request);
  const ban = (subject: string): void => order({ type: 'ban', subject, forMs, reason: OPERATOR });
  switch (what) {
    case 'drop':
      { order({ type: 'drop', subject: other.id }); return; }
    case 'ban':
      { ban(other.id); return; }
    case 'ban host':
      { ban(other.host); return; }
    case 'ban endpoint':
      { ban(other.endpoint); return; }
    case 'unban':
      { order({ type: 'unban', subject: other.id }); return; }
    case 'dial':
      { order({ type: 'dial', address: other.endpoint }); return; }
    case 'dial itself':
      { order({ type: 'dial', address: one.endpoint }); return; }
    case 'dial nobodies':
      { nobodies.forEach((address) => order({ type: 'dial', address })); return; }
    case 'dial a stranger':
      { order({ type: 'dial', address: `${other.id}@${one.host}:${PORT + 1}` }); return; }
    case 'dump':
      { order({ type: 'dump' }); return; }
    default:
      return never(what);
  }
};

/** Hosts that do not answer, each in a group of its own. */
const nobodiesOf = (world: World): readonly Address[] =>
  Array.from({ length: NOBODIES }, () => world.newHost()).map((host) => {
    world.network.transport({ host });
    world.network.vanish(host);
    return `${host}:${PORT}`;
  });

export const operator: FaultAction = (world, _, chance) => {
  const [[one], other] = [victims(world, chance), world.pick(chance())];
  const what = oneOf(ORDERS, chance);
  const leftMs = Math.max(0, world.plan.faultsMs - world.now);
  const forMs = 1_000 + Math.round(chance() * Math.min(BAN_MS_MAX, leftMs));
  if (one === undefined || other === undefined || one === other) return undefined;
  if (what === 'drop' && !world.mayDrop()) return undefined;
  ordered([one, other], what, { forMs, nobodies: what === 'dial nobodies' ? nobodiesOf(world) : [] });
  return undefined;
};
