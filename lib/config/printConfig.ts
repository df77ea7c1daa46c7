// Writes a configuration as YAML that explains itself and that `parseConfig` reads back.
import { Document, isMap, isScalar } from 'yaml';
import { formatDuration } from '../duration.ts';
import type { Config } from './config.ts';
import { configSchema } from './configSchema.ts';

/** Where the schema is for somebody who has installed the package; editors take it from the first line. */
const SCHEMA_PATH = './node_modules/millrace/schema/config.schema.json';
const DURATIONS: ReadonlySet<string> =
  new Set(['idleEvery', 'statusEvery', 'discoveryEvery', 'heartbeatEvery', 'deadAfter', 'banFor', 'min', 'max']);
const COMMENT_COLUMNS = 100;

/**
 * @param schemaPath what editors are told to check it with.
 * @example process.stdout.write(printConfig(defaultConfig()))
 */
export const printConfig = (config: Config, schemaPath: string = SCHEMA_PATH): string => {
  const document = new Document(readable(config));
  if (isMap(document.contents)) {
    for (const [at, { key }] of document.contents.items.entries()) {
      if (!isScalar(key)) continue;
      key.commentBefore = wrapped(descriptionOf(String(key.value)));
      key.spaceBefore = at > 0;
    }
  }
  return `# yaml-language-server: $schema=${schemaPath}\n\n${document.toString({ lineWidth: 0 })}`;
};

const readable = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]: [string, unknown]) => {
      if (typeof value === 'number') return [key, DURATIONS.has(key) ? formatDuration(value) : value];
      return [key, typeof value === 'object' && value !== null && !Array.isArray(value) ? readable(value) : value];
    }),
  );

const descriptionOf = (key: string): string => {
  const properties = configSchema['properties'] as Readonly<Record<string, { readonly description?: string }>>;
  return properties[key]?.description ?? '';
};

const wrapped = (text: string): string => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < COMMENT_COLUMNS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines.join('\n');
};
