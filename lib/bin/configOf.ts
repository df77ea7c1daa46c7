// The configuration that a command line asks for: the file's, or the defaults, with the flags on top.
import type { Config } from '../config/config.ts';
import { defaultConfig } from '../config/defaultConfig.ts';
import { mergeConfig } from '../config/mergeConfig.ts';

/** The flags of `start`, as commander gives them. */
export interface NodeFlags {
  readonly config?: string;
  readonly listen?: string;
  readonly announce?: readonly string[];
  readonly peer?: readonly string[];
  /** `true`: on all interfaces. */
  readonly mdns?: string | true;
  readonly data?: string;
  readonly http?: string;
  readonly httpExpose?: true;
  readonly httpHost?: readonly string[];
  readonly label?: string;
  readonly network?: string;
  readonly transport?: 'tls' | 'tcp';
  readonly insecure?: true;
  readonly policy?: readonly string[];
  readonly record?: string;
  readonly recordSegment?: number;
  readonly recordLimit?: number;
}

type RecordFlags = { readonly [K in 'record' | 'recordSegment' | 'recordLimit']: NodeFlags[K] | undefined };

/** Key by key, as everywhere: a limit on the command line does not take the file's name away. */
const recordOf = (before: Config['record'], { record, recordSegment, recordLimit }: RecordFlags): Config['record'] => ({
  ...before,
  ...(record === undefined ? {} : { file: record }),
  ...(recordSegment === undefined ? {} : { segmentMiB: recordSegment }),
  ...(recordLimit === undefined ? {} : { totalMiB: recordLimit }),
});

/** Reading YAML is loaded for those who have a file. */
const ofFile = async (file: string): Promise<Config> => (await import('../config/readConfig.ts')).readConfig(file);

/** @throws ConfigError for the file or for the flags, whichever is wrong */
export const configOf = async (given: NodeFlags): Promise<Config> => {
  const { config: file, listen, peer, httpHost, policy, mdns, record, recordSegment, recordLimit, ...flags } = given;
  const before = file === undefined ? defaultConfig() : await ofFile(file);
  return mergeConfig(before, {
    ...flags,
    listen: listen === undefined ? undefined : [listen],
    peers: peer,
    httpHosts: httpHost,
    policies: policy,
    mdns: mdns === true ? 'on' : mdns,
    record: recordOf(before.record, { record, recordSegment, recordLimit }),
  });
};
