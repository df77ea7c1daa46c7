// How good the simulator is: small, realistic bugs, planted one by one into a copy of the library, and the seeds it takes
// to find each. Prints the table of docs/simulation.md.
//
//   node scripts/plantedBugs.mjs [--seeds 1000] [--only NAME,NAME] [--check]
//
// `--check` only looks whether every bug can still be planted: spec/simulation/planted-spec.ts does so in every test run.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { PLANTED } from './plantedList.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});

const FOLDER = `node_modules/.cache/planted-${process.pid}`;

/** Few nodes and short runs find most for their time; some faults take a minute to show, and some need more nodes. */
const SHAPES = [
  { nodes: 4, forMs: 60_000 },
  { nodes: 3, forMs: 90_000 },
  { nodes: 5, forMs: 60_000 },
  { nodes: 3, forMs: 150_000 },
];

/** The file with the bug in it. */
const planted = ({ name, file, from, to }) => {
  const path = resolve('lib', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) return { problem: `${name}: ${file} does not hold it once: ${from}` };
  return { path, contents: text.replace(from, () => to) };
};

/** A bundle of the test kit in which one text of one file is another. */
const plant = async (bug) => {
  const { path, contents } = planted(bug);
  const outfile = `${FOLDER}/${bug.name}.mjs`;
  await build({
    entryPoints: ['lib/testing/index.ts'], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm',
    target: 'node20', logLevel: 'error',
    plugins: [{
      name: 'plant',
      setup: (it) => it.onLoad({ filter: /\.ts$/ }, (found) =>
        found.path === path ? { contents, loader: 'ts' } : undefined),
    }],
  });
  return import(pathToFileURL(resolve(outfile)).href);
};

/** The first seed that finds it, and by which rule. */
const find = ({ simulate }) => {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    try {
      const { violations } = simulate({ seed, ...SHAPES[seed % SHAPES.length], untilFirst: true });
      if (violations.length > 0) return { seed, by: violations[0].invariant };
    } catch (error) {
      return { seed, by: `an error: ${error.message.split('\n')[0]}` };
    }
  }
  return undefined;
};

const chosen = PLANTED.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name));
const problems = chosen.flatMap((bug) => planted(bug).problem ?? []);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
if (values.check) {
  console.log(`all ${chosen.length} can be planted`);
  process.exit(0);
}

mkdirSync(FOLDER, { recursive: true });
let found = 0;
console.log('| planted | in | found by | seeds |\n|---|---|---|---|');
for (const bug of chosen) {
  const result = find(await plant(bug));
  if (result !== undefined) found += 1;
  console.log(`| ${bug.what} | \`${bug.file}\` | ${result?.by ?? 'nothing'} | ${result?.seed ?? `> ${values.seeds}`} |`);
}
console.log(`\n${found} of ${chosen.length} found within ${values.seeds} seeds.`);
rmSync(FOLDER, { recursive: true, force: true });
