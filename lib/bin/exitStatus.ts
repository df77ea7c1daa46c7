// What each command's help says of its exit status: 0, 1 and 2 mean the same everywhere, and 1 is put in words.
import type { Command } from 'commander';

/** When a command fails, by its path. `check` has codes of its own, those of monitoring, and says so itself. */
const FAILED: Readonly<Record<string, string>> = {
  'start': 'a port, the data folder or the key cannot be used, or the node failed',
  'devnet': 'a node could not start, or none is left',
  'status': 'no node answers',
  'peers': 'no node answers',
  'network': 'no node answers',
  'events': 'no node answers, or it went away',
  'why': 'no node answers, or it knows nothing of the subject',
  'dial': 'no node answers, or a guard refused; the guard is named',
  'drop': 'no node answers, or it has no such connection',
  'ban': 'no node answers, or it refused',
  'unban': 'no node answers, or there is no such ban',
  'dump': 'no node answers, or the report cannot be written',
  'id': 'the key cannot be read or made',
  'config check': 'something is wrong with the file',
  'config schema': 'the output cannot be written',
  'config print': 'the output cannot be written',
  'replay': 'not the same commands came out, or the recording cannot be read',
  'redact': 'the recording cannot be read, or its copy not be written',
  'support': 'no node answers, or the file cannot be made, or is there already',
  'simulate': 'an invariant was violated',
  'completion': 'the output cannot be written',
};

const textOf = (failed: string): string => `
Exit status:
  0  it is done
  1  ${failed}
  2  bad usage`;

const hasOwnStatus = (path: string): boolean => path === 'check';

/** Says it at the end of the help of every command below. @throws Error naming a command that it does not know */
export const withExitStatus = (command: Command, above: readonly string[] = []): void => {
  for (const below of command.commands) {
    const path = [...above, below.name()];
    if (below.commands.length > 0) {
      withExitStatus(below, path);
      continue;
    }
    const name = path.join(' ');
    if (name === 'complete' || hasOwnStatus(name)) continue;
    const failed = FAILED[name];
    if (failed === undefined) throw new Error(`exitStatus.ts does not say when "${name}" fails`);
    below.addHelpText('after', textOf(failed));
  }
};
