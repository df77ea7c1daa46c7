// The commands for what `start --record` has written: `replay` and `redact`.
import type { Command } from 'commander';
import type { RedactFlags } from './commands/redact.ts';
import type { ReplayFlags } from './commands/replay.ts';
import { list } from './flags.ts';
import { example, jsonOption } from './options.ts';

const MODULE = 'a module of the recorded run, if it is no longer where it was; repeatable';

export const addRecordings = (program: Command): void => {
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
