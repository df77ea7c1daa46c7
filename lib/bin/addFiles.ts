// The commands that need no running node: `id` and `config`.
import { Option, type Command } from 'commander';
import type { AskFlags } from './askNode.ts';
import type { CheckFlags, ShowFlags } from './commands/config.ts';
import { dataOption, example, jsonOption, nodeOptions } from './options.ts';

const addId = (program: Command): void => {
  example(
    program.command('id').description("the node's id; its key is made if the folder has none yet"),
    'millrace id --data .millrace',
  )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (flags: AskFlags) => (await import('./commands/id.ts')).id(flags));
};

const addConfig = (program: Command): void => {
  const config = program.command('config').description('check, explain and print configuration');
  example(
    config.command('check').description('say what is wrong with a file, if anything'),
    'millrace config check node.yaml',
  )
    .argument('<file>')
    .addOption(jsonOption())
    .action(async (file: string, flags: CheckFlags) => (await import('./commands/config.ts')).check(file, flags));
  example(config.command('schema').description('the JSON Schema, for editors'), 'millrace config schema > schema.json')
    .addOption(new Option('--json', 'it is JSON anyhow'))
    .action(async () => (await import('./commands/config.ts')).schema());
  example(
    nodeOptions(config.command('print').description('the configuration that would be used, with every key explained')),
    'millrace config print > node.yaml',
  )
    .addOption(jsonOption())
    .action(async (flags: ShowFlags) => (await import('./commands/config.ts')).show(flags));
};

export const addFiles = (program: Command): void => {
  addId(program);
  addConfig(program);
};
