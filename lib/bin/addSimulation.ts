// The command for a network that is not there: `simulate`.
import { InvalidArgumentError, type Command } from 'commander';
import { FAULTS, isFaultKind, type FaultKind } from '../testing/simulation/fault.ts';
import type { SimulateFlags } from './commands/simulate.ts';
import { durationFlag, list, numberFlag } from './flags.ts';
import { example, jsonOption } from './options.ts';

/** More take hours, and a person will not wait for them. */
const NODES_MAX = 1_000;
const SEED_MAX = 999_999_999;

const faultsFlag = (text: string): readonly FaultKind[] | 'all' | 'none' => {
  if (text === 'all' || text === 'none') return text;
  const wrong = text.split(',').find((name) => !isFaultKind(name));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`no fault ${JSON.stringify(wrong)}; there are ${FAULTS.join(', ')}`);
  }
  return text.split(',').filter(isFaultKind);
};

const wordsFlag = (text: string): readonly string[] => text.split(',');
const numbersFlag = (text: string): readonly number[] => text.split(',').map(numberFlag(1, NODES_MAX));

export const addSimulation = (program: Command): void => {
  example(
    program.command('simulate').description('a whole network in virtual time, with faults, and every step looked at'),
    'millrace simulate --nodes 100 --seed 7 --for 10m --faults churn,partition',
    'millrace simulate --policy mine.mjs --seeds 20',
  )
    .option('--nodes <n>', 'how many nodes (default: 10)', numberFlag(1, NODES_MAX))
    .option('--seed <n>', 'what all chance follows from (default: 1)', numberFlag(0, SEED_MAX))
    .option('--seeds <n>', 'how many seeds, from that one on, until one fails (default: 1)', numberFlag(1, SEED_MAX))
    .option('--for <duration>', 'how much time passes (default: 5m)', durationFlag)
    .option('--faults <list>', `all (those that the seed is about), none, or of: ${FAULTS.join(', ')}`, faultsFlag)
    .option('--only <ids>', 'of the faults, only these: what is left of a failure', wordsFlag)
    .option('--without <numbers>', 'leave these nodes out', numbersFlag)
    .option('--policy <file>', 'policies or guards of your own, for every node; repeatable', list(String))
    .option('--timeline <file>', 'draw the run as a page: a row for each node, faults, maps, violations')
    .option('--from <log>', 'go on from where a recorded node stopped, with the network that its map names')
    .option('--module <file>', 'with --from: where a module of the recorded run is now; repeatable', list(String))
    .option('--no-shrink', 'do not make a failure smaller')
    .addOption(jsonOption())
    .action(async (flags: SimulateFlags) => (await import('./commands/simulate.ts')).simulate(flags));
};
