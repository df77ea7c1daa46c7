// Reports and journal entries without names, for whoever is asked for help: by the same rules as recordings.
import { isNodeId } from '../nodeId.ts';
import { Findings } from './findings.ts';
import { Pseudonyms } from './pseudonyms.ts';
import type { TextRules } from './redactText.ts';
import { digestIn, itemsOf, replacing } from './replacing.ts';
import { walkValue, type Replace } from './walkLine.ts';

/** Fields that hold words of our own code, and versions. */
const OWN_WORDS: ReadonlySet<string> = new Set(['verdict', 'lifecycle', 'kind', 'transport', 'by', 'guard']);
const WORD = /^[a-z][\w-]{0,63}$/i;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}(-[a-z]{1,8}\.?\d{0,5})?$/;

const ids = /(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])/g;

export interface RedactValuesOptions {
  /** 32 bytes by chance, to be forgotten afterwards. */
  readonly secret: Uint8Array;
  /** The name of the network, which its records are signed for. */
  readonly network: string;
  /** Names of policies, guards, sources and effects: they stay. */
  readonly parts: readonly string[];
}

/**
 * Node ids, addresses, labels, keys, files and words are replaced, each by the same pseudonym in all of the values.
 * Times, numbers and ports stay, and so do the words that Millrace itself uses.
 *
 * @example redactValues({ status, network }, { secret: randomBytes(32), network: 'millrace', parts: [] })
 */
export const redactValues = <K extends string>(
  values: Readonly<Record<K, unknown>>,
  { secret, network, parts }: RedactValuesOptions,
): Readonly<Record<K, unknown>> => {
  const findings = new Findings();
  for (const part of parts) findings.parts.add(part.toLowerCase());
  findings.noteValue(values);
  const pseudonyms = new Pseudonyms(secret, findings, false);
  const rules: TextRules =
    { pseudonyms, isCommon: (word) => findings.isCommon(word), keepsNumbers: true, hosts: findings.hosts };
  const byField = replacing(rules, { item: itemsOf(network, rules), digest: digestIn(undefined, rules) });
  const replace: Replace = (text, key) => {
    if (OWN_WORDS.has(key) && WORD.test(text)) return text;
    return key === 'version' && VERSION.test(text) ? text : byField(text, key);
  };
  // What names its fields by a node is not foreseen anywhere: it is seen to all the same.
  const named = JSON.stringify(walkValue(values, replace)).replace(ids, (id) =>
    (isNodeId(id) && findings.nodes.has(id) ? pseudonyms.node(id) : id));
  return JSON.parse(named) as Readonly<Record<K, unknown>>;
};
