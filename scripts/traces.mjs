// The trace hashes of a few simulated networks, one line each: the same on every version of Node, which matrix.mjs checks.
import { buildWhenStale } from './build.mjs';

await buildWhenStale();
const { commandLine, simulate } = await import('../dist/testing/index.js');

/** With all kinds of faults, with those that the seed draws, without any, and a larger one. */
const RUNS = [
  { seed: 1, nodes: 5, forMs: 60_000 },
  { seed: 2, nodes: 5, forMs: 60_000 },
  { seed: 5, nodes: 5, forMs: 60_000 },
  { seed: 9, nodes: 4, forMs: 90_000 },
  { seed: 3, nodes: 10, forMs: 120_000 },
  { seed: 4, nodes: 20, forMs: 60_000, faults: 'none' },
];

for (const options of RUNS) console.log(`${simulate(options).traceHash}  ${commandLine(options)}`);
