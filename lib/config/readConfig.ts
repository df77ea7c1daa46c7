// Reads the configuration file.
import { readFileSync, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Config } from './config.ts';
import { ConfigError } from './configError.ts';
import { CONFIG_BYTES_MAX } from './configText.ts';
import { parseConfig } from './parseConfig.ts';

/**
 * @param file YAML or JSON, whatever its name ends in.
 * @throws ConfigError when it cannot be read, or with every problem there is in it.
 */
export const readConfig = (file: string): Config => parseConfig(textOf(file), file);

const textOf = (file: string): string => {
  try {
    const { size } = statSync(file);
    if (size <= CONFIG_BYTES_MAX) return readFileSync(file, 'utf8');
    throw new RangeError(`it is ${size} bytes, limit ${CONFIG_BYTES_MAX}`);
  } catch (error) {
    throw new ConfigError([{ file, path: '', what: `cannot be read: ${messageOf(error)}` }], { cause: error });
  }
};
