// All tables that were asked for, each with the runs that it is made of.
import { calm } from '../calm.ts';
import { catastrophe, type Catastrophe } from '../catastrophe.ts';
import { deaths } from '../deaths.ts';
import { falseAlarms, type FalseAlarms } from '../falseAlarms.ts';
import { percent } from '../figures.ts';
import { healing } from '../healing.ts';
import { hostile } from '../hostile.ts';
import type { Options, TableId } from '../options.ts';
import { reconciled } from '../reconciled.ts';
import type { Runs } from '../runs.ts';
import type { Table } from '../table.ts';
import { deliveryTable, healingTable } from './delivery.ts';
import { detectionTable } from './detection.ts';
import { eclipseTable } from './eclipses.ts';
import { hostilityTable } from './hostility.ts';
import { knowingTable } from './knowing.ts';
import { reconciliationTable } from './reconciliation.ts';
import { spreadTable } from './spread.ts';
import { steadyTable } from './steady.ts';

const FAILED = [0.3, 0.5, 0.8, 0.9] as const;
const DROPPERS = [0.1, 0.2, 0.33, 0.5] as const;
const LIARS = 0.33;
const MINUTE_MS = 60_000;
/** So that there is something to see at all; the losses are worse than those of the other tables. */
const ALARM_LOSSES = [0.05, 0.1, 0.2, 0.3] as const;
const ALARM_NODES = 64;
const PAUSED_NODES = 128;
const PAUSED = [1, 4, 16, 32] as const;
/** The sizes that the design's row for partitions has, and the twenty nodes of the issue. */
const HEALING_SEEDS = 20;
const HEALING_NODES_FEW = 20;

const calms = (chosen: Options, runs: Runs, has: (id: TableId) => boolean): readonly Table[] => {
  if (!(['C1', 'C2', 'C3'] as const).some(has)) return [];
  // each network is founded once, and goes through all weathers
  const weather = chosen.losses.map((loss) => percent(loss)).join(', ');
  const all = runs.each(`calm, then ${weather}`, [0], (cell) => calm({ ...cell, losses: chosen.losses }));
  const weathers = all.flatMap(({ calms: each }) => each);
  return [
    ...(has('C1') ? [spreadTable(weathers)] : []),
    ...(has('C2') ? [knowingTable(weathers)] : []),
    ...(has('C3') ? [steadyTable(all.map(({ steady }) => steady))] : []),
  ];
};

const reconciliation = ({ quick, seeds }: Options): Table =>
  reconciliationTable((quick ? [100, 1_000] : [100, 1_000, 10_000]).flatMap((nodes) =>
    [1, 10, 100, 1_000].filter((count) => count <= nodes).flatMap((count) =>
      seeds.map((seed) => reconciled(nodes, count, seed)))));

const catastrophes = (runs: Runs, hows: readonly Catastrophe['how'][]): readonly Catastrophe[] =>
  hows.flatMap((how) => FAILED.flatMap((share) =>
    runs.each(`${share * 100} % ${how}`, [0], (cell) => catastrophe(cell, share, how))));

const alarms = ({ quick, seeds }: Options, runs: Runs): readonly FalseAlarms[] => {
  const first = seeds.slice(0, 1);
  const [nodes, still, forMs] = quick ? [10, 10, 2 * MINUTE_MS] : [ALARM_NODES, PAUSED_NODES, 20 * MINUTE_MS];
  return [
    ...runs.over('nobody dies', { nodes: [nodes], losses: ALARM_LOSSES, seeds: first }, (cell) =>
      falseAlarms(cell, 0, forMs)),
    ...(quick ? [1] : PAUSED).flatMap((paused) => runs.over(`${paused} paused`, {
      nodes: [still], losses: [0], seeds: first,
    }, (cell) => falseAlarms(cell, paused, MINUTE_MS))),
  ];
};

/** Small networks are parted with many seeds, larger ones with those that were asked for. */
const healings = ({ nodes, seeds, quick }: Options, runs: Runs): Table => {
  const sizes = [...new Set([...nodes, HEALING_NODES_FEW])].sort((a, b) => a - b);
  const many = Array.from({ length: HEALING_SEEDS }, (_, at) => at + 1);
  return healingTable(sizes.flatMap((size) => runs.over('two halves', {
    nodes: [size], losses: [0], seeds: size <= HEALING_NODES_FEW && !quick && seeds.length > 1 ? many : seeds,
  }, healing)));
};

const hostility = (runs: Runs): Table => hostilityTable([
  ...DROPPERS.flatMap((share) => runs.each(`${share * 100} % drop`, [0], (cell) => hostile(cell, 'drop', share))),
  ...runs.each(`${LIARS * 100} % lie`, [0], (cell) => hostile(cell, 'lie', LIARS)),
]);

export const allTables = (chosen: Options, runs: Runs): readonly Table[] => {
  const has = (id: TableId): boolean => chosen.tables.includes(id);
  const drawn = [...calms(chosen, runs, has)];
  if (has('C4')) drawn.push(reconciliation(chosen));
  const failed = has('C5') || has('C6') ? catastrophes(runs, has('C6') ? ['vanish', 'crash'] : ['vanish']) : [];
  if (has('C5')) {
    const losses = chosen.losses.filter((loss) => loss === 0 || loss === Math.max(...chosen.losses));
    const single = runs.each('deaths', losses, deaths);
    drawn.push(detectionTable({ deaths: single, catastrophes: failed, alarms: alarms(chosen, runs) }));
  }
  if (has('C6')) drawn.push(deliveryTable(failed), healings(chosen, runs));
  if (has('C7')) drawn.push(eclipseTable(chosen.seeds[0] ?? 1, chosen.quick));
  if (has('C8')) drawn.push(hostility(runs));
  return drawn;
};
