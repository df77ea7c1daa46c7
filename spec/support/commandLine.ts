// Which command a line that somebody would type runs, with its flags read as ever, and nothing done.
import type { Command } from 'commander';
import { program } from '../../lib/bin/program.ts';

/** What a shell would pass to `millrace`: what is behind a pipe or a `>` is not for us, and `<(...)` is a call. */
export const wordsOf = (line: string): readonly string[] => {
  const [, call = ''] = /millrace ((?:[^|>)']|'[^']*')*)/.exec(line) ?? [];
  const words = call.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
};

/** @returns the path of the command @throws CommanderError when it would refuse the line */
export const commandRunBy = async (words: readonly string[]): Promise<string | undefined> => {
  let ran: string | undefined;
  const disarm = (command: Command, path: readonly string[]): void => {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    for (const one of command.commands) disarm(one, [...path, one.name()]);
    if (command.commands.length === 0) command.action(() => void (ran = path.join(' ')));
  };
  const root = program();
  disarm(root, []);
  await root.parseAsync([...words], { from: 'user' });
  return ran;
};
