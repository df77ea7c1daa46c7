// `npm run fuzz`: every decoder, or those named, for a number of inputs or a time, as a table in Markdown.
import { parseArgs } from 'node:util';
import { parseDuration } from '../../lib/duration.ts';
import { foundBefore, keepFound, keepReached, reachedBefore } from './corpus.ts';
import { fuzz, type Fuzzed } from './fuzz.ts';
import { TARGETS } from './targets.ts';

const HELP = `npm run fuzz -- [flags]

  --target frame,book  of ${TARGETS.map(({ name }) => name).join(', ')}; all unless told
  --for 10m            how long each target at most; as long as it takes unless told
  --inputs 1000000     how many inputs each target at most; a million unless told
  --seed 7             what chance follows from; 1 unless told
  --keep               keeps what reached something new, and what was found, in spec/fuzz/corpus
`;

const { values } = parseArgs({ options: {
  target: { type: 'string' }, for: { type: 'string' }, inputs: { type: 'string', default: '1000000' },
  seed: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false }, help: { type: 'boolean' },
} });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const HOUR_MS = 3_600_000;
/** More of an input is in the corpus, with --keep. */
const SHOWN_CHARS_MAX = 400;

const shown = (bytes: Uint8Array, isText: boolean): string =>
  JSON.stringify(Buffer.from(bytes).toString(isText ? 'utf8' : 'hex').slice(0, SHOWN_CHARS_MAX));

const rowOf = ({ name, inputs, cpuMs, slowestMs, reached, findings }: Fuzzed): string => row(
  name, inputs.toLocaleString('en'), Math.round(1_000 * inputs / cpuMs).toLocaleString('en'), String(reached.size),
  (cpuMs / HOUR_MS).toFixed(3), slowestMs.toFixed(1), String(findings.length),
);

const run = (): number => {
  const names = values.target?.split(',');
  const unknown = names?.find((name) => !TARGETS.some((target) => target.name === name));
  if (unknown !== undefined) throw new RangeError(`no target is ${unknown}`);
  const limits = {
    seed: Number(values.seed), inputs: Number(values.inputs),
    ...(values.for === undefined ? {} : { ms: parseDuration(values.for) }),
  };
  say(row('decoder', 'inputs', 'a second', 'ways', 'CPU hours', 'slowest, ms', 'findings'));
  say(row('---', '---', '---', '---', '---', '---', '---'));
  const found: string[] = [];
  for (const target of TARGETS.filter(({ name }) => names?.includes(name) ?? true)) {
    const corpus = [...reachedBefore(target.name), ...foundBefore(target.name).map(({ bytes }) => bytes)];
    const fuzzed = fuzz(target, { ...limits, corpus });
    say(rowOf(fuzzed));
    found.push(...fuzzed.findings.map(({ what, bytes }) =>
      `- ${target.name}: ${what}: ${shown(bytes, target.isText)}`));
    if (!values.keep) continue;
    keepReached(target, fuzzed);
    keepFound(target, fuzzed.findings);
  }
  if (found.length > 0) say(`\n${found.join('\n')}`);
  return found.length;
};

Error.stackTraceLimit = 0; // an error is made for most inputs, and its stack is most of what that costs
if (values.help === true) say(HELP);
else process.exitCode = run() === 0 ? 0 : 1;
