// `millrace start` from the shell's point of view: how long until it says that it is ready, and what it takes when idle.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { goalLine, judged } from '../goals.mjs';
import { table } from '../markdown.mjs';
import { median } from '../statistics.mjs';

const BINARY = fileURLToPath(new URL('../../../dist/bin/millrace.js', import.meta.url));
const CROWD = fileURLToPath(new URL('../alone/crowd.mjs', import.meta.url));
const PEERS = 8;
/** A young network still looks for its edges, and a young process compiles. */
const SETTLE_MS = 20_000;
const IDLE_MS = 20_000;
/** What Linux counts CPU time in: USER_HZ, the same on every machine that Node runs on. */
const TICK_MS = 10;
const GOALS = [
  { text: 'ready ≤ 500 ms', most: 500 },
  { text: `CPU with ${PEERS} peers ≤ 0.5 % of a core`, most: 0.5 },
];

const ms = (value) => `${Math.round(value)} ms`;
const percent = (value) => (Number.isNaN(value) ? '-' : `${value.toFixed(2)} %`);

/** Starts a program. @returns the process, its first line, and how long that took */
const started = async (...args) => {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${args[0]} has ended with ${code}`);
  });
  gone.catch(() => undefined); // it is ended at last
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), gone]);
  return { child, line, took: performance.now() - began };
};

const node = (folder) =>
  started(BINARY, 'start', '--json', '--until-stdin-ends', '--data', folder, '--listen', '127.0.0.1:0');

const ended = async (child) => {
  const exit = child.exitCode === null ? once(child, 'exit') : undefined;
  child.stdin.end();
  await exit;
};

const bare = async () => (await started('-e', 'console.log(1)')).took;

/** @returns milliseconds of CPU so far; undefined: this system does not say */
const cpuMs = ({ pid }) => {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  const [user, system] = readFileSync(path, 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, 13); // 14 and 15 of proc(5)
  return (Number(user) + Number(system)) * TICK_MS;
};

/** @returns percent of a core */
const idle = async (folder) => {
  const { child, line } = await node(folder);
  const crowd = await started(CROWD, JSON.parse(line).listening[0], String(PEERS));
  try {
    await wait(SETTLE_MS);
    const before = cpuMs(child);
    await wait(IDLE_MS);
    return ((cpuMs(child) ?? NaN) - (before ?? NaN)) * 100 / IDLE_MS;
  } finally {
    await ended(crowd.child);
    await ended(child);
  }
};

export const start = async ({ rounds }, progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  try {
    const taken = { bare: [], first: [], again: [] };
    for (let round = 1; round <= rounds; round++) {
      progress(`round ${round} of ${rounds}`);
      taken.bare.push(await bare());
      for (const which of ['first', 'again']) {
        const { child, took } = await node(join(folder, String(round)));
        taken[which].push(took);
        await ended(child);
      }
    }
    progress(`idle with ${PEERS} peers: ${(SETTLE_MS + IDLE_MS) / 1_000} s`);
    const cpu = await idle(join(folder, 'idle'));
    const [first, again, node0] = ['first', 'again', 'bare'].map((which) => median(taken[which]));
    const goals = [judged(GOALS[0], first, ms), judged(GOALS[1], cpu, percent)];
    const markdown = ['## `millrace start`', '', table(['', ''], [
      ['Node, with nothing to do', ms(node0)], ['ready, the first time: a key is made', ms(first)],
      ['ready, with its key', ms(again)], [`CPU when idle, ${PEERS} peers`, percent(cpu)],
    ]), '', ...goals.map((goal) => goalLine(goal))].join('\n');
    return { name: 'start', rows: [{ nodeMs: node0, firstMs: first, againMs: again, idlePercent: cpu }], goals, markdown };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
