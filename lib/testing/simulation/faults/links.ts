// Faults of the links between nodes.
import type { World } from '../world.ts';
import { oneOf, victims, type FaultAction } from './faultAction.ts';

/** Twice as slow to so slow that some phases pass their deadlines. */
const SLOWER = [2, 5, 10, 30] as const;
const SPIKES = [0, 0.01, 0.1] as const;
const LOSSES = [0.01, 0.05, 0.2] as const;
/** Bytes per second: a bad modem, a bad mobile network, a bad day. */
const BANDWIDTHS = [4_000, 40_000, 400_000] as const;

/** Half of these are about all links, half about those of some nodes. */
export const delay: FaultAction = (world, _, chance) => {
  const { weather } = world;
  const [factor, spikes] = [oneOf(SLOWER, chance), oneOf(SPIKES, chance)];
  const hosts = chance() < 0.5 ? [] : victims(world, chance).map(({ host }) => host);
  weather.spikes += spikes;
  if (hosts.length === 0) weather.slower *= factor;
  for (const host of hosts) weather.slowHosts.set(host, factor);
  return () => {
    weather.spikes -= spikes;
    if (hosts.length === 0) weather.slower /= factor;
    for (const host of hosts) weather.slowHosts.delete(host);
  };
};

export const loss: FaultAction = ({ weather }, _, chance) => {
  weather.loss = oneOf(LOSSES, chance);
  return () => void (weather.loss = 0);
};

export const bandwidth: FaultAction = ({ weather }, _, chance) => {
  weather.bytesPerSecond = oneOf(BANDWIDTHS, chance);
  return () => void (weather.bytesPerSecond = Infinity);
};

/** Everybody falls into one of two groups, of any size. */
const groups = (world: World, chance: () => number): readonly [string[], string[]] => {
  const share = 0.1 + 0.8 * chance();
  const [one, other]: [string[], string[]] = [[], []];
  for (let number = 1; number <= world.plan.nodes; number++) {
    const side = chance() < share ? one : other; // drawn for those who are left out as well
    const host = world.inhabitants.find((inhabitant) => inhabitant.number === number)?.host;
    if (host !== undefined) side.push(host);
  }
  return [one, other];
};

export const partition: FaultAction = (world, _, chance) => {
  const open = world.network.partition(...groups(world, chance));
  return () => open();
};

export const oneWay: FaultAction = (world, _, chance) => {
  const open = world.network.partition(...groups(world, chance), true);
  return () => open();
};

/** How many pairs of nodes one of these is about, for every ten nodes. */
const PAIRS_PER_TEN = 5;

export const severed =
  (how: 'reset' | 'end' | 'silence'): FaultAction =>
  (world, _, chance) => {
    const pairs = Math.ceil((PAIRS_PER_TEN * world.plan.nodes) / 10);
    for (let at = 0; at < pairs; at++) {
      const [one, other] = [world.pick(chance()), world.pick(chance())];
      if (one !== undefined && other !== undefined) world.network.sever(one.host, other.host, how);
    }
    return undefined;
  };
