// `millrace config`: what is wrong with a configuration, what there is to configure, and what would be used.
import { ConfigError } from '../../config/configError.ts';
import { configSchema } from '../../config/configSchema.ts';
import { printConfig } from '../../config/printConfig.ts';
import { readConfig } from '../../config/readConfig.ts';
import { configOf, type NodeFlags } from '../configOf.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson } from '../output.ts';

export interface CheckFlags {
  readonly json?: boolean;
}

const problemOf = (file: string): ConfigError | undefined => {
  try {
    readConfig(file);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
};

/** A bad file is what the command was asked about, so it failed; it was not asked for in a bad way. */
export const check = (file: string, { json }: CheckFlags): void => {
  const problem = problemOf(file);
  if (json === true) printJson({ file, ok: problem === undefined, problems: problem?.problems ?? [] });
  if (problem !== undefined) throw new ExitError(1, problem.message, { cause: problem });
  if (json !== true) print(`${file}: in order`);
};

export const schema = (): void => printJson(configSchema);

export interface ShowFlags extends NodeFlags {
  readonly json?: boolean;
}

export const show = async ({ json, ...flags }: ShowFlags): Promise<void> => {
  const config = await configOf(flags);
  if (json === true) printJson(config);
  else process.stdout.write(printConfig(config));
};
