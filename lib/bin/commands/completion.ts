// `millrace completion`: what a shell sources, and behind it what the shell asks at each press of the key.
import type { Command } from 'commander';
import { candidates } from '../completion/completer.ts';
import { completionScript, type Shell } from '../completion/scripts.ts';
import { valuesFor } from '../completion/values.ts';
import { print, printJson } from '../output.ts';

export interface CompletionFlags {
  readonly json?: boolean;
}

export const completion = (shell: Shell, { json }: CompletionFlags): void => {
  const script = completionScript(shell);
  if (json === true) printJson({ shell, script });
  else process.stdout.write(script);
};

/** A line a candidate, with a tab before what explains it; `:files` or `:folders` where the shell knows better. */
export const complete = async (root: Command, words: readonly string[]): Promise<void> => {
  const found = await candidates(root, words, valuesFor);
  if (typeof found === 'string') print(`:${found}`);
  else print(...found.map(({ value, description = '' }) => `${value}\t${description}`));
};
