// Holds plain data against the schema, fills in the defaults, and says what is wrong in words of ours.
import type { ErrorObject } from 'ajv';
import { nearest } from '../nearest.ts';
import { configFits } from './configFits.ts';
import { show, type Finding, type Path } from './finding.ts';

/** Their patterns are for editors: `readValues` reads the text itself, and says more about it. */
const READ_ELSEWHERE = /^#\/definitions\/(address|httpAddress|duration)\/(pattern|maxLength)$/;
/** Every way that an entry of `dns` is not one of the two is told by the one sentence about both. */
const ONE_SENTENCE = /\/(oneOf\/\d+\/required|dependencies)$/;

/** Everything about `raw` that the schema refuses. Fills defaults into `raw` as it goes. */
export const schemaFindings = (raw: unknown): readonly Finding[] => {
  if (configFits(raw)) return [];
  const { errors } = configFits;
  return distinct((errors ?? []).filter(({ schemaPath }) => !READ_ELSEWHERE.test(schemaPath)).map(findingOf));
};

const findingOf = (error: ErrorObject): Finding => {
  const path = pathOf(error.instancePath);
  if (error.keyword !== 'additionalProperties') return { path, what: whatIsWrong(error) };
  const { additionalProperty: key } = error.params as { additionalProperty: string };
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return { path: [...path, key], atKey: true, what: `is not known${didYouMean(nearest(key, known))}` };
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'text', integer: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a map',
  'string,integer': 'a duration like 10s, or a whole number of milliseconds',
};

/** What a pattern stands for; without a word here, for a name in DNS. */
const PATTERNS: Readonly<Record<string, string>> = {
  '#/properties/mdns/pattern': 'on, off or the IPv4 address of an interface',
};

const whatIsWrong = ({ keyword, schemaPath, params, data, message }: ErrorObject): string => {
  if (ONE_SENTENCE.test(schemaPath) || keyword === 'oneOf') return 'must have either name and port, or srv';
  const { limit, type, allowedValues } = params as { limit?: number; type?: unknown; allowedValues?: string[] };
  switch (keyword) {
    case 'type': return `must be ${KINDS[String(type)] ?? String(type)}, is ${show(data)}`;
    case 'minimum': return `is ${show(data)}, must be at least ${limit ?? ''}`;
    case 'maximum': return `is ${show(data)}, must be at most ${limit ?? ''}`;
    case 'minLength': return 'must not be empty';
    case 'maxLength': return `has ${String(data).length} characters, limit ${limit ?? ''}`;
    case 'maxItems': return `has ${(data as unknown[]).length} items, limit ${limit ?? ''}`;
    case 'pattern': return `${show(data)} is not ${PATTERNS[schemaPath] ?? 'a domain name'}`;
    case 'enum': {
      const meant = typeof data === 'string' ? nearest(data, allowedValues ?? []) : undefined;
      return `must be ${(allowedValues ?? []).join(' or ')}, is ${show(data)}${didYouMean(meant)}`;
    }
    default: return message ?? keyword;
  }
};

const didYouMean = (word: string | undefined): string => (word === undefined ? '' : `, did you mean "${word}"?`);

/** A JSON pointer (RFC 6901) as steps. Only lists have numbers for keys that the schema lets pass. */
const pathOf = (pointer: string): Path =>
  pointer.split('/').slice(1).map((step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return /^\d+$/.test(key) ? Number(key) : key;
  });

const distinct = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Map(findings.map((finding) => [JSON.stringify([finding.path, finding.what]), finding]));
  return [...seen.values()];
};
