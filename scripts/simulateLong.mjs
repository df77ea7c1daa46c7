// Thousands of seeds, of networks of many sizes: not part of `npm test`. Prints what fails, and goes on.
//
//   npm run simulate:long -- --seeds 10000 --from 1 --minutes 60
import { parseArgs } from 'node:util';
import { buildWhenStale } from './build.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    nodes: { type: 'string' },
  },
});

/** Small networks find most, and large ones what small ones cannot have. The size follows from the seed. */
const SIZES = [5, 5, 7, 10, 10, 15, 20, 30, 50, 100];
/** Minutes that pass in there. */
const LENGTHS = [2, 3, 5, 5, 10];

await buildWhenStale();
const { commandLine, failureText, shrink, simulated } = await import('../dist/testing/index.js');

const [from, seeds, minutes] = [Number(values.from), Number(values.seeds), Number(values.minutes)];
const until = Date.now() + minutes * 60_000;
let [failed, run, nodeSeconds, events] = [0, 0, 0, 0];
const began = process.cpuUsage();
const secondsUsed = () => Object.values(process.cpuUsage(began)).reduce((sum, us) => sum + us / 1e6, 0);

const shown = (options, found) => {
  console.log(`\n${commandLine(options)}`);
  const small = shrink(options, found, { runsMax: 60 });
  console.log(failureText(small?.options ?? options, small?.simulated ?? found).join('\n'));
};

for (let seed = from; seed < from + seeds && Date.now() < until; seed++) {
  const nodes = Number(values.nodes ?? SIZES[seed % SIZES.length]);
  const options = { seed, nodes, forMs: LENGTHS[seed % LENGTHS.length] * 60_000 };
  const found = simulated(options);
  run += 1;
  nodeSeconds += (nodes * options.forMs) / 1_000;
  events += found.result.events;
  if (found.result.violations.length > 0) {
    failed += 1;
    shown(options, found);
  }
  if (run % 20 === 0) console.log(`${run} seeds, ${failed} failed`);
}
const rate = Math.round(nodeSeconds / secondsUsed());
console.log(`${run} seeds, ${failed} failed; ${Math.round(nodeSeconds / 3_600)} node-hours, ${events} events; ${rate} node-seconds per CPU-second`);
process.exitCode = failed > 0 ? 1 : 0;
