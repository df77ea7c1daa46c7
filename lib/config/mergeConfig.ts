// Flags override the file, key by key; what comes out is checked as a whole.
import { checkConfig } from './checkConfig.ts';
import type { Config } from './config.ts';
import { ConfigError } from './configError.ts';
import { showPath } from './finding.ts';

/** What a command line may say; a key that is absent or `undefined` leaves the file's value. */
export type Flags = { readonly [K in keyof Config]?: Config[K] | undefined };

/**
 * @throws ConfigError that names the flag, or both values where two do not go together.
 * @example mergeConfig(readConfig('node.yaml'), { label: 'north' })
 */
export const mergeConfig = (file: Config, flags: Flags): Config => {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const { config, findings, violations } = checkConfig({ ...file, ...given });
  const problems = [
    ...findings.map(({ path, what }) => ({ file: 'command line', path: showPath(path), what })),
    ...violations.map(({ what }) => ({ file: 'command line', path: '', what })),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};
