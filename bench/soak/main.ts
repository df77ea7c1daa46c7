// `npm run soak`: processes of the built binary that find each other over TLS, half of which come and go, and what the
// other half holds in memory and descriptors meanwhile.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDuration } from '../../lib/duration.ts';
import { VERSION } from '../../lib/version.ts';
import { soak, type Soaked, type Watched } from './soak.ts';
import { medians, slopeOf, verdictOf, type Sample, type Slope, type Verdict } from './slope.ts';

const HELP = `npm run soak -- [flags]

  --nodes 10     how many, half of which come and go; 10 unless told
  --for 1h15m    how long; an hour and a quarter unless told
  --warm-up 15m  what is not counted of it, and in which they come and go five times as often: a fifth of it unless told
  --seed 1       what chance follows from
  --json FILE    writes all samples and slopes beside the table
`;

const { values } = parseArgs({ options: {
  nodes: { type: 'string', default: '10' }, for: { type: 'string', default: '1h15m' }, 'warm-up': { type: 'string' },
  seed: { type: 'string', default: '1' }, json: { type: 'string' }, help: { type: 'boolean' },
} });

const KIB = 1_024;
const MIB = KIB * KIB;
const STRETCH_MS = 30_000;

interface Measure {
  readonly name: 'rss' | 'heap' | 'outside' | 'descriptors';
  readonly head: string;
  readonly unit: number;
  /** An hour, in its unit: what is as good as nothing. */
  readonly most: number;
}

/** A node that gains a mebibyte of heap an hour has a gigabyte more after six weeks. */
const MEASURES: readonly Measure[] = [
  { name: 'rss', head: 'resident, MiB', unit: MIB, most: 4 },
  { name: 'heap', head: 'heap alive, MiB', unit: MIB, most: 1 },
  { name: 'outside', head: 'outside of the heap alive, MiB', unit: MIB, most: 1 },
  { name: 'descriptors', head: 'descriptors', unit: 1, most: 1 },
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (text: string): void => void process.stderr.write(`soak: ${text}\n`);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

interface Judged {
  readonly slope: Slope | undefined;
  /** Of the later half: a leak goes on as before, and what fills up to a bound does not. */
  readonly later: Slope | undefined;
  readonly verdict: Verdict;
  readonly first: number;
  readonly last: number;
}

const judged = (samples: readonly Sample[], { unit, most }: Measure, warmUpMs: number): Judged => {
  const counted = medians(samples.filter(([at]) => at >= warmUpMs), STRETCH_MS)
    .map(([at, value]): Sample => [at, value / unit]);
  const slope = slopeOf(counted);
  const [first, last] = [counted[0]?.[1] ?? NaN, counted.at(-1)?.[1] ?? NaN];
  const later = slopeOf(counted.slice(counted.length >> 1));
  return { slope, later, verdict: slope === undefined ? 'open' : verdictOf(slope, most), first, last };
};

const sign = (value: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(2)}`;
const lineOf = (slope: Slope | undefined): string => (slope === undefined ? 'too few samples'
  : `${sign(slope.perHour)} an hour (${sign(slope.low)} to ${sign(slope.high)})`);

const cellOf = ({ slope, later, verdict, first, last }: Judged): string => {
  const lines = `${lineOf(slope)}, in the later half ${lineOf(later)}`;
  return `${first.toFixed(1)} to ${last.toFixed(1)}, ${lines}: ${verdict === 'grows' ? '**grows**' : verdict}`;
};

const rowOf = (watched: Watched, warmUpMs: number): string =>
  row([watched.name, ...MEASURES.map((measure) => cellOf(judged(watched[measure.name], measure, warmUpMs))),
    watched.journal.join(' to ')]);

const table = ({ watched, stops, kills, findings }: Soaked, warmUpMs: number): void => {
  say(`Millrace ${VERSION}, Node ${process.version}: ${values.nodes} nodes for ${values.for}, of which the first ` +
    `${Math.round(warmUpMs / 1_000)} s are not counted; ${stops} stopped and ${kills} killed, each started again.\n`);
  say(row(['node', ...MEASURES.map(({ head }) => head), 'entries of the journal']));
  say(row(['---', ...MEASURES.map(() => '---'), '---']));
  for (const one of watched) say(rowOf(one, warmUpMs));
  say(`\nFindings: ${findings.length}`);
  for (const finding of findings) say(`- ${finding}`);
};

const run = async (): Promise<void> => {
  const ms = parseDuration(values.for);
  const { 'warm-up': warmUp } = values;
  const warmUpMs = warmUp === undefined ? ms / 5 : parseDuration(warmUp);
  const soaked = await soak({ nodes: Number(values.nodes), ms, warmUpMs, seed: Number(values.seed), progress });
  const all = soaked.watched.flatMap((one) => MEASURES.map((measure) =>
    ({ node: one.name, measure: measure.name, ...judged(one[measure.name], measure, warmUpMs) })));
  table(soaked, warmUpMs);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ warmUpMs, judged: all, ...soaked }));
  if (soaked.findings.length > 0 || all.some(({ verdict }) => verdict === 'grows')) process.exitCode = 1;
};

if (values.help === true) say(HELP);
else await run();
