// How good the simulator is: small, realistic bugs, planted one by one into a copy of the library, and the seeds it takes
// to find each. Writes a table for docs/simulation.md.
//
//   node scripts/plantedBugs.mjs [--seeds 40] [--only NAME]
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { PLANTED } from './plantedList.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '40' }, only: { type: 'string' }, minutes: { type: 'string', default: '3' } },
});

const FOLDER = 'node_modules/.cache/planted';
const NODES = 6;

/** A bundle of the test kit in which one text of one file is another. */
const plant = async ({ name, file, from, to }) => {
  const path = resolve('lib', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${name}: ${file} does not hold it once: ${from}`);
  const outfile = `${FOLDER}/${name}.mjs`;
  await build({
    entryPoints: ['lib/testing/index.ts'], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm',
    target: 'node20', logLevel: 'error',
    plugins: [{
      name: 'plant',
      setup: (it) => it.onLoad({ filter: /\.ts$/ }, (found) =>
        found.path === path ? { contents: text.replace(from, () => to), loader: 'ts' } : undefined),
    }],
  });
  return import(pathToFileURL(resolve(outfile)).href);
};

/** The first seed that finds it, and by which rule. */
const find = ({ simulate, FAULTS }) => {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    try {
      const faults = seed % 2 === 0 ? 'all' : FAULTS; // every other one with all kinds there are
      const { violations } = simulate({ seed, faults, nodes: NODES, forMs: Number(values.minutes) * 60_000, untilFirst: true });
      if (violations.length > 0) return { seed, by: violations[0].invariant };
    } catch (error) {
      return { seed, by: `an error: ${error.message.split('\n')[0]}` };
    }
  }
  return undefined;
};

mkdirSync(FOLDER, { recursive: true });
const chosen = PLANTED.filter(({ name }) => values.only === undefined || name === values.only);
let found = 0;
console.log('| planted | in | found by | seeds |\n|---|---|---|---|');
for (const bug of chosen) {
  const result = find(await plant(bug));
  if (result !== undefined) found += 1;
  console.log(`| ${bug.what} | \`${bug.file}\` | ${result?.by ?? 'nothing'} | ${result?.seed ?? `> ${values.seeds}`} |`);
}
console.log(`\n${found} of ${chosen.length} found within ${values.seeds} seeds of ${NODES} nodes and ${values.minutes} minutes.`);
rmSync(FOLDER, { recursive: true, force: true });
