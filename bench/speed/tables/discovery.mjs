// How the network finds itself: measured by a benchmark of its own, of which this runs the quick part.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { promisify } from 'node:util';

const OUT = 'bench/results/discovery-quick.json';
const BYTES_MAX = 64 * 1_024 * 1_024;
/** It says nothing itself until it is done, after a minute or more. */
const TELL_MS = 15_000;

/** Its tables as they are, a level further down, without the title of the page. */
const indented = (text) => text.replace(/^# .*\n/, '').replace(/^## /gm, '### ').trim();

export const discovery = async (_, progress) => {
  progress('the quick part of npm run bench:discovery: ten and twenty nodes, one seed');
  mkdirSync('bench/results', { recursive: true });
  const args = ['--import', 'tsx', 'bench/discovery/main.ts', '--quick', '--out', OUT];
  const began = performance.now();
  const going = setInterval(() => progress(`${Math.round((performance.now() - began) / 1_000)} s so far`), TELL_MS);
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: BYTES_MAX })
    .finally(() => clearInterval(going));
  const { tables, proofs } = JSON.parse(readFileSync(OUT, 'utf8'));
  const rows = tables.map(({ id, title, missed }) => ({ id, title, missed }));
  const markdown = ['## Discovery', '',
    'The quick part: one seed, ten and twenty nodes. All of it, to a thousand nodes, is `npm run bench:discovery`.', '',
    indented(stdout)].join('\n');
  return { name: 'discovery', rows, proofs, markdown };
};
