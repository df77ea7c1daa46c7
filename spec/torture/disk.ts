// `npm run torture:disk`: a thousand kills, every prefix and flipped bit of every file, and every call to the file
// system made to fail, as a table.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sfc32 } from '../../lib/sfc32.ts';
import { FILES, flipsOf, judge, prefixesOf, wholeFolder } from './damage.ts';
import { callsOf, eachOf, faultsOf, livedIn, remove } from './faults.ts';
import { emptyTally, KilledNode } from './killedNode.ts';

const { values } = parseArgs({ options: {
  kills: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' },
  lanes: { type: 'string', default: '2' }, within: { type: 'string', default: '1000' },
  damage: { type: 'string', default: 'on' }, faults: { type: 'string', default: 'on' }, // or first, or later
} });
const [kills, seed, lanes, within] = [values.kills, values.seed, values.lanes, values.within].map(Number) as
  [number, number, number, number];

/** What was seen so far is told every so often: all of it takes an hour, and what ends early has not been in vain. */
const TELL_EVERY = 25;
const progress = (text: string): void => void process.stderr.write(`torture: ${text}\n`);

const tally = emptyTally();
const lane = async (number: number): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), 'millrace-'));
  const node = new KilledNode(data, sfc32(seed * 1_000 + number), tally);
  for (let count = 0; count < Math.ceil(kills / lanes); count++) {
    await node.live(within);
    if (tally.kills % TELL_EVERY === 0) progress(`${tally.kills} kills, ${tally.findings.length} findings`);
  }
  await node.live(undefined);
  rmSync(data, { recursive: true, force: true });
};
await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));

const damages: (readonly string[])[] = [];
const damageFindings: string[] = [];
const whole = await wholeFolder();
for (const file of values.damage === 'off' ? [] : FILES) {
  const bytes = readFileSync(join(whole.data, file));
  const [prefixes, flips] = [prefixesOf(bytes), flipsOf(bytes)];
  let count = 0;
  for (const damaged of [...prefixes, ...flips]) {
    const found = await judge(whole, file, damaged);
    if (found.length > 0) count++;
    damageFindings.push(...found.map((what) => `${file}: ${what}`));
  }
  damages.push([`${file}: prefixes`, String(prefixes.length)], [`${file}: flipped bits`, String(flips.length)],
    [`${file}: findings`, String(count)]);
  progress(`${file}: ${prefixes.length + flips.length} damages, ${count} findings`);
}
whole.remove();

const faultRows: (readonly string[])[] = [];
const faultFindings: string[] = [];
let told = 0;
if (values.faults !== 'off') {
  const lived = await livedIn();
  const calls = { first: await callsOf(), later: await callsOf(lived) };
  const [first, later] = [faultsOf(calls.first, undefined), faultsOf(calls.later, lived)];
  const faults = [...(values.faults === 'later' ? [] : first), ...(values.faults === 'first' ? [] : later)];
  const tally = await eachOf(faults, lanes, ({ tried, ran, found }) => {
    for (const one of found.slice(told)) progress(one);
    told = found.length;
    if (tried % TELL_EVERY === 0) progress(`${tried} of ${faults.length} faults, ${ran} ran, ${found.length} findings`);
  });
  remove(lived);
  faultFindings.push(...tally.found);
  faultRows.push(['calls of a first life', String(calls.first.length)],
    ['calls of a later life', String(calls.later.length)], ['calls made to fail', String(tally.tried)],
    ['and the node ran', String(tally.ran)],
    ['findings of these', String(tally.found.length)]);
}

const sorted = [...tally.readyMs].sort((a, b) => a - b);
const quantile = (share: number): string => `${Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)} ms`;
const rows = [
  ['kills', String(tally.kills)], ['before it was ready', String(tally.early)],
  ['orders that it said yes to', String(tally.orders)], ['findings', String(tally.findings.length)],
  ['ready after, median', quantile(0.5)], ['ready after, 99 of 100', quantile(0.99)], ...damages,
  ...faultRows,
];
process.stdout.write(rows.map(([name = '', value = '']) => `${name.padEnd(30)}${value.padStart(10)}\n`).join(''));
const findings = [...tally.findings, ...damageFindings, ...faultFindings];
for (const finding of findings.slice(0, 50)) process.stdout.write(`- ${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
