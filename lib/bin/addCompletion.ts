// The commands that make shells complete command lines: `completion`, and `complete`, which the shells call.
import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from './completion/scripts.ts';
import type { CompletionFlags } from './commands/completion.ts';
import { example, jsonOption } from './options.ts';

export const addCompletion = (program: Command): void => {
  example(
    program.command('completion').description('make a shell complete commands, flags, and what a running node knows'),
    'source <(millrace completion bash)',
    'millrace completion fish > ~/.config/fish/completions/millrace.fish',
  )
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addOption(jsonOption())
    .action(async (shell: Shell, flags: CompletionFlags) =>
      (await import('./commands/completion.ts')).completion(shell, flags));
  program.command('complete', { hidden: true })
    .argument('[words...]')
    .helpOption(false)
    .action(async (words: readonly string[]) =>
      (await import('./commands/completion.ts')).complete(program, words));
};
