// The commands for what a node has been through: `replay` and `redact`, of a recording, and `support`.
import type { Command } from 'commander';
import type { RedactFlags } from './commands/redact.ts';
import type { ReplayFlags } from './commands/replay.ts';
import type { SupportFlags } from './commands/support.ts';
import { list } from './flags.ts';
import { dataOption, example, jsonOption } from './options.ts';

const MODULE = 'a module of the recorded run, if it is no longer where it was; repeatable';

const addSupport = (program: Command): void => {
  example(
    program.command('support').description('one file for whoever helps: what a running node knows, without names'),
    'millrace support --out for-the-maintainers.tar.gz',
  )
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--out <file>', 'where to; millrace-support-TIME.tar.gz unless given')
    .action(async (flags: SupportFlags) => (await import('./commands/support.ts')).support(flags));
};

export const addRecordings = (program: Command): void => {
  addSupport(program);
  example(
    program.command('replay').description('run a recording again; says whether the same commands come out'),
    'millrace replay run.log',
    'millrace replay run.log --policy sooner.mjs',
  )
    .argument('<log>', 'what was given to start --record')
    .option('--policy <file>', 'say how the policies of this module would have differed; repeatable', list(String))
    .option('--module <file>', MODULE, list(String))
    .addOption(jsonOption())
    .action(async (file: string, flags: ReplayFlags) => (await import('./commands/replay.ts')).replay(file, flags));
  example(
    program.command('redact').description('copy a recording without names, addresses and ids, to give it to others'),
    'millrace redact run.log --out for-the-maintainers.log',
  )
    .argument('<log>', 'what was given to start --record')
    .option('--out <file>', 'where to; LOG.redacted unless given')
    .option('--keep-order', 'keep the order of addresses: it replays better, and tells roughly where they lie')
    .option('--module <file>', MODULE, list(String))
    .addOption(jsonOption())
    .action(async (file: string, flags: RedactFlags) => (await import('./commands/redact.ts')).redact(file, flags));
};
