// `millrace config`: what is wrong with a configuration, what there is to configure, and what would be used.
import { ConfigError } from '../../config/configError.ts';
import { configSchema } from '../../config/configSchema.ts';
import { printConfig } from '../../config/printConfig.ts';
import { readConfig } from '../../config/readConfig.ts';
import { configOf, type NodeFlags } from '../configOf.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson } from '../output.ts';

/** A bad file is what the command was asked about, so it failed; it was not asked for in a bad way. */
export const check = (file: string): void => {
  try {
    readConfig(file);
  } catch (error) {
    if (error instanceof ConfigError) throw new ExitError(1, error.message, { cause: error });
    throw error;
  }
  print(`${file}: in order`);
};

export const schema = (): void => printJson(configSchema);

export interface ShowFlags extends NodeFlags {
  readonly json?: boolean;
}

export const show = ({ json, ...flags }: ShowFlags): void => {
  const config = configOf(flags);
  if (json === true) printJson(config);
  else process.stdout.write(printConfig(config));
};
