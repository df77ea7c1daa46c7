// The policies and guards of a recorded run, made again: with the numbers in its header, and the user's modules as they
// were then.
import { existsSync } from 'node:fs';
import { defaultConfig } from '../config/defaultConfig.ts';
import { realEnv, type Env } from '../env.ts';
import type { Guards } from '../guard.ts';
import type { Policies } from '../policy.ts';
import type { LogHeader } from '../recording/logLine.ts';
import { VERSION } from '../version.ts';
import { ExitError } from './exitError.ts';
import { guardsOf, numbersOf, policiesOf } from './partsOf.ts';
import { hashOf, type RecordedHabits, type RecordedModule } from './recordingOf.ts';
import { userModules } from './userModules.ts';

export interface Rebuilt {
  readonly policies: (env: Env) => Policies;
  readonly guards: Guards;
}

const isOfStart = (habits: unknown): habits is RecordedHabits =>
  typeof habits === 'object' && habits !== null && 'numbers' in habits && 'modules' in habits &&
  typeof habits.numbers === 'object' && Array.isArray(habits.modules);

/** Where a module is now: where it was, or among those given, if its content is what it was. */
const placeOf = ({ file, sha256 }: RecordedModule, given: readonly string[]): string => {
  const found = [file, ...given].find((path) => existsSync(path) && hashOf(path) === sha256);
  if (found !== undefined) return found;
  const what = existsSync(file) ? 'has changed since' : 'is not there any more';
  const short = sha256.slice(0, 12);
  throw new ExitError(1, `the run was recorded with module ${file}, which ${what} (SHA-256 ${short}…): ` +
    'give the one it ran with by --module FILE');
};

const sameNames = (kind: string, recorded: readonly string[], made: readonly string[], version: string): void => {
  if (recorded.join() === made.join()) return;
  throw new ExitError(1, `the run was recorded with ${kind} ${recorded.join(', ')}; made again, they are ` +
    `${made.join(', ')} (recorded by version ${version}, this is ${VERSION})`);
};

/**
 * @param given files in which the user's modules may be found if they are no longer where they were
 * @throws ExitError when they cannot be made as they were
 */
export const rebuilt = async (header: LogHeader, given: readonly string[]): Promise<Rebuilt> => {
  const { habits, self } = header;
  if (!isOfStart(habits)) {
    throw new ExitError(1, 'the run was recorded by a program, not by millrace start: ' +
      'only that program knows its policies, and replays it with replay() of millrace');
  }
  const user = await userModules(habits.modules.map((module) => placeOf(module, given)));
  const numbers = { ...numbersOf(defaultConfig()), ...habits.numbers };
  const guards = guardsOf(numbers, user, realEnv);
  sameNames('guards', header.guards, Object.keys(guards), self.version);
  const policies = (env: Env): Policies => {
    const made = policiesOf(numbers, user)(env);
    sameNames('policies', header.policies, Object.keys(made), self.version);
    return made;
  };
  return { policies, guards };
};
