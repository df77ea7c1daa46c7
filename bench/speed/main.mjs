// `npm run bench`: all tables, Markdown on stdout, figures in bench/results/, how far it is on stderr.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { controller } from './tables/controller.mjs';
import { heartbeats } from './tables/heartbeats.mjs';
import { memory } from './tables/memory.mjs';
import { requests } from './tables/requests.mjs';
import { setup } from './tables/setup.mjs';

const TABLES = { requests, setup, memory, controller, heartbeats };

const { values } = parseArgs({
  options: {
    table: { type: 'string' }, rounds: { type: 'string', default: '7' }, ms: { type: 'string', default: '400' },
    contenders: { type: 'string' }, out: { type: 'string', default: 'bench/results/speed.json' },
  },
});
const names = values.table?.split(',') ?? Object.keys(TABLES);
for (const name of names) {
  if (TABLES[name] !== undefined) continue;
  console.error(`no table ${name}: there are ${Object.keys(TABLES).join(', ')}`);
  process.exit(2);
}
const terms = {
  rounds: Number(values.rounds), ms: Number(values.ms),
  ...(values.contenders === undefined ? {} : { contenders: values.contenders.split(',') }),
};
const about = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, at: new Date().toISOString(), ...terms };
const results = [];
for (const name of names) {
  const { markdown, ...figures } = await TABLES[name](terms, (text) => console.error(`${name}: ${text}`));
  results.push(figures);
  console.log(`${markdown}\n`);
}
mkdirSync('bench/results', { recursive: true });
writeFileSync(values.out, `${JSON.stringify({ about, results }, null, 2)}\n`);
process.exit(0);
