// Reads a configuration out of the text of a file, and says where everything is that is wrong with it.
import { dirname, isAbsolute, join } from 'node:path';
import { checkConfig } from './checkConfig.ts';
import type { Config } from './config.ts';
import { ConfigError, type Problem } from './configError.ts';
import { configText } from './configText.ts';
import { showPath, type Path } from './finding.ts';

/**
 * @param text YAML or JSON; empty text is an empty configuration.
 * @param file its name, for messages; the paths in it are relative to its folder.
 * @throws ConfigError with every problem there is.
 * @example parseConfig('listen: ["[::]:7000"]', 'node.yaml').listen // ['[::]:7000']
 */
export const parseConfig = (text: string, file: string): Config => {
  const source = configText(text);
  if (source.problems.length > 0) {
    throw new ConfigError(source.problems.map((problem) => ({ file, path: '', ...problem })));
  }
  const { config, findings, violations } = checkConfig(source.raw);
  const problems: readonly Problem[] = [
    ...findings.map(({ path, atKey, what }) =>
      ({ file, ...source.placeOf(path, atKey), path: showPath(path), what })),
    ...violations.map(({ paths, what }) => {
      const path = paths.find(source.has) ?? paths[0];
      return { file, ...source.placeOf(path), path: showPath(path), what };
    }),
  ];
  if (problems.length > 0) throw new ConfigError([...problems].sort(byPlace));
  return located(config, dirname(file), source.has);
};

const byPlace = (a: Problem, b: Problem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

/** The paths that the file gives, from its folder; a default stays relative to where the node is started. */
const located = (config: Config, folder: string, isGiven: (path: Path) => boolean): Config => {
  const from = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const { data, peersFile, policies, report, record } = config;
  return {
    ...config,
    policies: policies.map(from),
    ...(isGiven(['data']) ? { data: from(data) } : {}),
    ...(peersFile === undefined ? {} : { peersFile: from(peersFile) }),
    ...(report.file === undefined ? {} : { report: { file: from(report.file) } }),
    ...(record.file === undefined ? {} : { record: { ...record, file: from(record.file) } }),
  };
};
