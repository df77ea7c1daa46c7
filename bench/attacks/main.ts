// `npm run attack`: a network of five on real TLS, one of which is attacked in every way of SECURITY.md, and what that
// costs it, as a table.
import { parseArgs } from 'node:util';
import { VERSION } from '../../lib/version.ts';
import { ATTACKS } from './attacks.ts';
import { HEADER, markdown, missedIn, rowOf } from './table.ts';
import { siege } from './siege.ts';

const HELP = `npm run attack -- [flags]

  --only flood,no-read   of ${ATTACKS.map(({ name }) => name).join(', ')}, all, none; each, and then all unless told
  --seconds 10           how long each lasts; 10 unless told
  --back 60              how long to wait until the node is as before; 60 unless told
  --together 60          how long all of them at once last; 60 unless told
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' }, seconds: { type: 'string', default: '10' },
    together: { type: 'string', default: '60' }, back: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});

const SECOND_MS = 1_000;

const progress = (text: string): void => void process.stderr.write(`attack: ${text}\n`);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Those of the issue: whoever is attacked by all of them at once must not notice. */
const TOGETHER = ['flood', 'slow-loris', 'oversize', 'malformed', 'requests', 'no-read', 'signatures'];

const run = async (): Promise<void> => {
  const chosen = values.only?.split(',') ?? ['none', ...ATTACKS.map(({ name }) => name), 'all'];
  const day = new Date().toISOString().slice(0, 10);
  say(`# Attacks, measured\n\nMillrace ${VERSION}, Node ${process.version}, ${day}.\n`);
  say(HEADER);
  let missed = 0;
  for (const name of chosen) {
    const names = name === 'all' ? TOGETHER : name === 'none' ? [] : [name];
    const seconds = Number(name === 'all' ? values.together : values.seconds);
    progress(`${name}, ${seconds} s`);
    const row = rowOf(name, await siege(names, { ms: seconds * SECOND_MS, backMs: Number(values.back) * SECOND_MS }));
    missed += missedIn(row);
    say(markdown(row));
  }
  say(`\nGoals missed: ${missed}.`);
  if (missed > 0) process.exitCode = 1;
};

if (values.help) say(HELP);
else await run();
