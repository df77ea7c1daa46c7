// The configuration that a command line asks for: the file's, or the defaults, with the flags on top.
import type { Config } from '../config/config.ts';
import { defaultConfig } from '../config/defaultConfig.ts';
import { mergeConfig } from '../config/mergeConfig.ts';
import { readConfig } from '../config/readConfig.ts';

/** The flags of `start`, as commander gives them. */
export interface NodeFlags {
  readonly config?: string;
  readonly listen?: string;
  readonly peer?: readonly string[];
  readonly data?: string;
  readonly http?: string;
  readonly label?: string;
  readonly network?: string;
  readonly transport?: 'tls' | 'tcp';
  readonly insecure?: true;
  readonly policy?: readonly string[];
}

/** @throws ConfigError for the file or for the flags, whichever is wrong */
export const configOf = ({ config: file, listen, peer, policy, ...flags }: NodeFlags): Config =>
  mergeConfig(file === undefined ? defaultConfig() : readConfig(file), {
    ...flags,
    listen: listen === undefined ? undefined : [listen],
    peers: peer,
    policies: policy,
  });
