// Which faults a seed stands for. Each kind is drawn from a chance of its own, so that leaving one out changes none of
// the others, and a shorter run has the first faults of a longer one: a failure can be made smaller step by step.
import { sfc32 } from '../../sfc32.ts';
import { FAULTS, type Fault, type FaultKind } from './fault.ts';

/** How often a kind comes and how long one lasts, in milliseconds: from, to. Those of 0 hold for the whole run. */
interface Manner {
  readonly everyMs: readonly [number, number];
  readonly forMs: readonly [number, number];
}

const whole: Manner = { everyMs: [0, 0], forMs: [0, 0] };
const moments = (from: number, to: number): Manner => ({ everyMs: [from, to], forMs: [0, 0] });
const spells = (from: number, to: number, forMs: readonly [number, number]): Manner => ({ everyMs: [from, to], forMs });

const MANNERS: Readonly<Record<FaultKind, Manner>> = {
  delay: spells(15_000, 60_000, [2_000, 30_000]),
  loss: spells(15_000, 60_000, [2_000, 30_000]),
  reset: moments(5_000, 40_000),
  end: moments(5_000, 40_000),
  'half-open': moments(10_000, 60_000),
  partition: spells(20_000, 90_000, [1_000, 60_000]),
  'one-way': spells(20_000, 90_000, [1_000, 60_000]),
  bandwidth: spells(20_000, 90_000, [5_000, 60_000]),
  chunks: whole,
  window: whole,
  'slow-reader': spells(15_000, 60_000, [1_000, 20_000]),
  clock: moments(20_000, 90_000),
  'clock-step': moments(30_000, 120_000),
  crash: spells(10_000, 60_000, [100, 30_000]),
  power: spells(15_000, 90_000, [100, 40_000]),
  disk: spells(15_000, 60_000, [1_000, 40_000]),
  move: spells(20_000, 90_000, [500, 20_000]),
  stall: spells(8_000, 40_000, [500, 9_000]),
  churn: spells(5_000, 40_000, [500, 40_000]),
  crossing: moments(3_000, 20_000),
  operator: moments(8_000, 40_000),
  byzantine: spells(10_000, 40_000, [3_000, 60_000]),
  dns: moments(10_000, 60_000),
};

/**
 * A run is about some of the kinds, as in swarm testing: Groce et al., ISSTA 2012. Some are about few and some about
 * most; and in some nothing goes wrong at all, so that everything must go right from the beginning to the end.
 */
const ARMED_SHARES = [0, 0.1, 0.25, 0.45, 0.45, 0.7] as const;

/** How often faults come, in one run and another: as a kind's manner has it, and twice and four times as often. */
const PACES = [1, 1, 0.5, 0.25] as const;

/** Of one kind in one run: what a plan prints must be read by somebody. */
const OF_ONE_KIND_MAX = 500;

const START_MS = 2_000;

/** A seed of its own for each name. */
export const seedFor = (seed: number, name: string): number => {
  let hash = 0x811c9dc5 ^ (seed | 0);
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) * 2 ** 20 + (Math.floor(seed / 2 ** 32) & 0xfffff);
};

const between = ([from, to]: readonly [number, number], random: () => number): number =>
  Math.round(from + (to - from) * random());

/** About as often short as long: a fault of a second finds other bugs than one of a minute. */
const long = ([from, to]: readonly [number, number], random: () => number): number => {
  const share = random();
  return Math.round(from + (to - from) * share * share);
};

const paceOf = (seed: number): number =>
  PACES[Math.floor(sfc32(seedFor(seed, 'pace'))() * PACES.length)] ?? 1;

const ofKind = (kind: FaultKind, seed: number, untilMs: number): readonly Fault[] => {
  const random = sfc32(seedFor(seed, kind));
  const { everyMs, forMs } = MANNERS[kind];
  if (everyMs[1] === 0) return [{ id: `${kind}-0`, kind, at: 0, forMs: untilMs }];
  const faults: Fault[] = [];
  const meanMs = between(everyMs, random) * paceOf(seed);
  for (let at = START_MS; faults.length < OF_ONE_KIND_MAX;) {
    at += Math.round(2 * meanMs * random());
    const lasts = long(forMs, random);
    if (at >= untilMs) break;
    faults.push({ id: `${kind}-${faults.length}`, kind, at, forMs: Math.min(lasts, untilMs - at) });
  }
  return faults;
};

/** The kinds a seed is about, when all are allowed. */
export const armed = (seed: number): readonly FaultKind[] => {
  const random = sfc32(seedFor(seed, 'armed'));
  const share = ARMED_SHARES[Math.floor(random() * ARMED_SHARES.length)] ?? 0;
  return FAULTS.filter(() => random() < share);
};

interface Drawing {
  readonly seed: number;
  readonly kinds: readonly FaultKind[] | 'all';
  readonly untilMs: number;
}

/**
 * @param kinds `all`: those that the seed is about
 * @param untilMs when the last fault has ended
 * @returns in the order they begin in
 */
export const drawFaults = ({ seed, kinds, untilMs }: Drawing): readonly Fault[] =>
  (kinds === 'all' ? armed(seed) : kinds)
    .flatMap((kind) => ofKind(kind, seed, untilMs))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
