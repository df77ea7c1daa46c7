// The commands that run nodes: `start` and `devnet`.
import { Option, type Command } from 'commander';
import type { DevnetFlags } from './commands/devnet.ts';
import type { StartFlags } from './commands/start.ts';
import { numberFlag } from './flags.ts';
import { example, jsonOption, nodeOptions } from './options.ts';

/** Each is a process of some 80 MB. */
const NODES_MAX = 50;
const PORT_MAX = 65_535;

const addStart = (program: Command): void => {
  example(
    nodeOptions(program.command('start').description('run one node until SIGINT or SIGTERM')),
    'millrace start --listen 127.0.0.1:7000 --label north',
    'millrace start --data .other --peer 127.0.0.1:7000',
  )
    .addOption(jsonOption())
    .addOption(new Option('--until-stdin-ends', 'stop when whoever started it is gone').hideHelp())
    .action(async (flags: StartFlags) => (await import('./commands/start.ts')).start(flags));
};

const addDevnet = (program: Command): void => {
  example(
    program.command('devnet').description('run a small network on this machine, each node a process of its own'),
    'millrace devnet --nodes 7',
  )
    .addOption(new Option('--nodes <n>', 'how many nodes').default(5).argParser(numberFlag(1, NODES_MAX)))
    .addOption(
      new Option('--base-port <p>', 'the first of their ports; 0: free ones')
        .default(0)
        .argParser(numberFlag(0, PORT_MAX)),
    )
    .option('--data <dir>', 'node K keeps its data in DIR/node-K', '.millrace/devnet')
    .addOption(jsonOption())
    .action(async (flags: DevnetFlags) => (await import('./commands/devnet.ts')).devnet(flags));
};

export const addNodes = (program: Command): void => {
  addStart(program);
  addDevnet(program);
};
