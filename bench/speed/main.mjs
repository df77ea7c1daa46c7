// `npm run bench`: all tables, Markdown on stdout, figures in bench/results/, how far it is on stderr.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allGoals } from './goals.mjs';
import { intoReadme } from './readme.mjs';
import { load, surroundings, surroundingsText } from './surroundings.mjs';
import { controller } from './tables/controller.mjs';
import { discovery } from './tables/discovery.mjs';
import { fanOut } from './tables/fanOut.mjs';
import { growth } from './tables/growth.mjs';
import { heartbeats } from './tables/heartbeats.mjs';
import { memory } from './tables/memory.mjs';
import { profile } from './tables/profile.mjs';
import { requests } from './tables/requests.mjs';
import { setup } from './tables/setup.mjs';
import { simulator } from './tables/simulator.mjs';
import { start } from './tables/start.mjs';

const TABLES = { requests, setup, memory, controller, fanOut, heartbeats, discovery, simulator, start };
/** Only when asked for: what they print is for whoever changes something. */
const MORE = { profile, growth };
const ALL = { ...TABLES, ...MORE };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    table: { type: 'string' }, rounds: { type: 'string', default: '7' }, ms: { type: 'string', default: '400' },
    contenders: { type: 'string' }, loads: { type: 'string' }, out: { type: 'string', default: 'bench/results/speed.json' },
    readme: { type: 'boolean', default: false },
  },
});
const named = [...positionals, ...(values.table?.split(',') ?? [])];
const names = named.length === 0 ? Object.keys(TABLES) : named;
for (const name of names) {
  if (ALL[name] !== undefined) continue;
  console.error(`no table ${name}: there are ${Object.keys(ALL).join(', ')}`);
  process.exit(2);
}
const terms = {
  rounds: Number(values.rounds), ms: Number(values.ms),
  ...(values.contenders === undefined ? {} : { contenders: values.contenders.split(',') }),
  ...(values.loads === undefined ? {} : { loads: values.loads.split(',') }),
};
const results = [];
const printed = [];
const print = (markdown) => {
  printed.push(markdown);
  console.log(`${markdown}\n`);
};
const about = surroundings(terms);
const began = performance.now();
const elapsed = () => {
  const seconds = Math.round((performance.now() - began) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
/** A table that fails is told of, and the others are measured all the same. */
const failed = (name, error) => {
  console.error(`${name}: failed: ${error.stack ?? error}`);
  process.exitCode = 1;
  return { name, markdown: `## ${name}\n\nFailed: ${String(error.message ?? error).split('\n')[0]}` };
};
for (const [at, name] of names.entries()) {
  const tell = (text) => console.error(`${elapsed()} [${at + 1}/${names.length}] ${name}: ${text}`);
  const { markdown, ...figures } = await ALL[name](terms, tell).catch((error) => failed(name, error));
  results.push(figures);
  print(markdown);
}
about.load.push(load());
about.took = elapsed();
print(allGoals(results));
print(surroundingsText(about));
mkdirSync('bench/results', { recursive: true });
writeFileSync(values.out, `${JSON.stringify({ about, results }, null, 2)}\n`);
if (values.readme) intoReadme(printed);
process.exit(process.exitCode ?? 0);
