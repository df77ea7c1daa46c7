// `npm run bench:discovery`: measures the network discovery, and prints it beside the goals of the design.
import { writeFileSync } from 'node:fs';
import { VERSION } from '../../lib/version.ts';
import { Kept } from './kept.ts';
import { options, type Options } from './options.ts';
import { Progress } from './progress.ts';
import { Runs } from './runs.ts';
import { markdown, missedIn } from './table.ts';
import { allTables } from './tables/all.ts';

const VIOLATIONS_SHOWN = 20;

const again = ({ nodes, losses, seeds, tables: ids }: Options): string =>
  `One cell again: \`npm run bench:discovery -- --table ${ids[0] ?? 'C1'} --nodes ${nodes[0] ?? 10} ` +
  `--loss ${losses.map((loss) => loss * 100).join()} --seed ${seeds[0] ?? 1}\`; the same seed gives the same figures.`;

const day = (): string => new Date().toISOString().slice(0, 10);

const report = (chosen: Options): void => {
  const runs = new Runs(chosen, new Progress(), new Kept(chosen.keep));
  const drawn = allTables(chosen, runs);
  const { checked, violations } = runs.proofs;
  const said = [
    `# Network discovery, measured`, '',
    `Millrace ${VERSION}, Node ${process.version}, ${day()}; seeds ${chosen.seeds.join(', ')}.`,
    '', ...drawn.map(markdown),
    '## Proofs', '',
    `${checked} times a node said \`proven\`; ${violations.length} times it was not so.`,
    ...violations.slice(0, VIOLATIONS_SHOWN), '',
    ...runs.failed.map((what) => `Came to nothing: ${what}.`),
    `Goals missed: ${drawn.reduce((sum, table) => sum + missedIn(table), 0)}. ${again(chosen)}`, '',
  ];
  process.stdout.write(said.join('\n'));
  writeFileSync(chosen.out, `${JSON.stringify({
    version: VERSION, node: process.version, at: new Date().toISOString(), options: chosen,
    proofs: { checked, violations }, failed: runs.failed,
    tables: drawn.map((table) => ({ ...table, missed: missedIn(table) })),
  }, undefined, 2)}\n`);
  if (violations.length > 0) process.exitCode = 1;
};

try {
  const chosen = options(process.argv.slice(2));
  if (typeof chosen === 'string') process.stdout.write(chosen);
  else report(chosen);
} catch (error) {
  process.stderr.write(`bench:discovery: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
