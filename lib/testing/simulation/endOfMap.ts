// What the nodes believe of the network when it has been left alone for a while, against what is so. The end of I20.
import { newest } from '../../network/entry.ts';
import { edgeIdOf } from '../../network/ids.ts';
import { entryOf, sweepTimeOf } from '../../network/networkMap.ts';
import { verdictOf, withVerdict } from '../../network/survey.ts';
import type { Inhabitant } from './inhabitant.ts';
import type { World } from './world.ts';

/** Records that are more than two minutes ahead of a clock are not taken: clocks that differ by less agree. */
const CLOCKS_MS_MAX = 100_000;
/** What opened or closed since then may be in nobody's map yet. */
const FRESH_MS = 10_000;

const seqOf = ({ net }: Inhabitant): number => net?.state.network.own.seq ?? 0;

/** What one signs now, the other takes: its number is of a time that the other calls now. */
const isTakenBy = (one: Inhabitant, other: Inhabitant): boolean =>
  Math.abs(one.clock.now() - other.clock.now()) <= CLOCKS_MS_MAX && seqOf(one) <= other.clock.now() + CLOCKS_MS_MAX;

/** A sweep is the next tick's, and what it changes is told and proven after that. */
const SWEPT_MS = 5_000;

const sinceSweep = ({ clock }: Inhabitant): number => clock.now() - sweepTimeOf(clock.now());

const clocksAgree = (running: readonly Inhabitant[]): boolean =>
  running.every((one) => sinceSweep(one) >= SWEPT_MS) &&
  running.every((one) => running.every((other) => isTakenBy(one, other))) &&
  new Set(running.map(({ clock }) => sweepTimeOf(clock.now()))).size <= 1;

/** All hold one map, it shows who is there, and each can prove it. */
const oneMap = (world: World, running: readonly Inhabitant[]): void => {
  const digests = new Set(running.map(({ net }) => net?.state.network.digest ?? ''));
  const shown = `${digests.size} digests among ${running.length} nodes`;
  if (digests.size > 1) world.report('I20 all hold one map again', shown);
  const there = running.map(({ id }) => id).sort().join();
  for (const one of running) {
    const network = one.net?.state.network;
    if (network === undefined) continue;
    const up = [...withVerdict(network.survey, 'up')].sort();
    const seen = `${up.length} up of ${running.length}`;
    if (up.join() !== there) world.report('I20 the map shows who is there', seen, one);
    const { proven, share } = network.agreement;
    if (!proven) world.report('I20 all can prove that they agree', `share ${share}`, one);
  }
};

/** The heads that a node has been connected to for a while, as it believes. */
const headsOf = ({ net, clock }: Inhabitant): ReadonlySet<string> => {
  const heads = new Set<string>();
  for (const { direction, phase, node, openedAt = Infinity } of net?.state.peers.values() ?? []) {
    const isOld = clock.now() - openedAt > FRESH_MS;
    if (direction === 'out' && phase === 'alive' && node !== undefined && isOld) heads.add(node);
  }
  return heads;
};

/** What the map of a node says of the edges of another one, against those that are there. */
const edgesShown = (world: World, running: readonly Inhabitant[]): void => {
  const known = new Map(running.map((one) => [edgeIdOf(one.id), one]));
  for (const one of running) {
    const heads = headsOf(one);
    for (const other of running) {
      const map = other.net?.state.network.map;
      const entry = map && entryOf(map, one.id);
      if (entry === undefined) continue;
      const told = new Set(newest(entry).record.body.out);
      const missing = [...heads].find((head) => !told.has(edgeIdOf(head)));
      if (missing === undefined) continue;
      const edge = `n${one.number} to n${known.get(edgeIdOf(missing))?.number ?? 0}`;
      world.report('I20 the map shows the edges that are there', `${edge} is missing`, other);
    }
  }
};

/** Where clocks are too far apart for one map: a node still knows each neighbour whose clock agrees with its own. */
const neighboursShown = (world: World, running: readonly Inhabitant[]): void => {
  const byId = new Map(running.map((one) => [one.id, one]));
  for (const one of running) {
    const survey = one.net?.state.network.survey;
    for (const id of headsOf(one)) {
      const other = byId.get(id);
      if (other === undefined || survey === undefined || !isTakenBy(other, one) || !isTakenBy(one, other)) continue;
      const verdict = verdictOf(survey, other.id);
      if (verdict === 'up' || verdict === 'suspect') continue;
      const seen = `n${other.number} ${verdict ?? 'not'}, clocks ${other.clock.now() - one.clock.now()} ms apart`;
      world.report('I20 the map shows a neighbour whose clock agrees', seen, one);
    }
  }
};

export const endOfMap = (world: World): void => {
  const running = world.inhabitants.filter(({ standing }) => standing === 'running');
  if (clocksAgree(running)) {
    oneMap(world, running);
    edgesShown(world, running);
  } else {
    neighboursShown(world, running);
  }
};
