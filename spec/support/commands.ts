// Every command of the command line that people call, with its path and what its help prints.
import type { Command } from 'commander';
import { program } from '../../lib/bin/program.ts';

export interface CommandHelp {
  /** Like `config check`. */
  readonly path: string;
  readonly command: Command;
  readonly help: string;
}

/** As wide as a terminal is as a rule, wherever the test runs. */
const WIDTH = 80;

export const helpOf = (command: Command): string => {
  let said = '';
  command.configureOutput({
    writeOut: (text) => (said += text), getOutHelpWidth: () => WIDTH, getOutHasColors: () => false,
  });
  command.outputHelp();
  return said;
};

const below = (command: Command, above: readonly string[]): readonly CommandHelp[] =>
  command.commands
    .filter((one) => one.name() !== 'complete') // shells call it, not people
    .flatMap((one) => {
      const path = [...above, one.name()];
      return one.commands.length > 0 ? below(one, path) : [{ path: path.join(' '), command: one, help: helpOf(one) }];
    });

export const commands = (): readonly CommandHelp[] => below(program(), []);
