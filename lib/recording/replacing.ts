// How the texts of events, commands and reports are replaced, each by the name of its field.
import { formatAddress } from '../address.ts';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../reasons.ts';
import type { Digests } from './digests.ts';
import { addressOf } from './findings.ts';
import { ItemRedactor } from './redactItem.ts';
import { redactText, type TextRules } from './redactText.ts';
import type { Replace } from './walkLine.ts';

const NODE = /^[a-z2-7]{32}$/;
const SAFE = /^[a-z-]{1,32}$/;
const PEER = /^(in|out)-\d{1,9}$/;
const REASONS: ReadonlySet<string> = new Set([...GOODBYE_REASONS, ...BROKEN_REASONS]);
const ORIGINS: ReadonlySet<string> = new Set(['config', 'file', 'dns', 'mdns', 'book', 'operator']);

const redactAddress = (text: string, rules: TextRules): string => {
  const { pseudonyms } = rules;
  const parts = addressOf(text);
  if (parts === undefined) return redactText(text, rules);
  const host = pseudonyms.host(parts.host);
  return formatAddress({ ...parts, host, ...(parts.id === undefined ? {} : { id: pseudonyms.node(parts.id) }) });
};

const redactSubject = (text: string, rules: TextRules): string => {
  if (PEER.test(text)) return text;
  if (NODE.test(text)) return rules.pseudonyms.node(text);
  if (/^[a-z2-7]{8,31}$/.test(text)) return rules.pseudonyms.nodeFront(text) ?? redactText(text, rules);
  if (addressOf(text) !== undefined) return redactAddress(text, rules);
  const host = addressOf(`${text}:1`)?.host ?? addressOf(`[${text}]:1`)?.host;
  return host !== undefined && rules.hosts.has(host) ? rules.pseudonyms.host(host) : redactText(text, rules);
};

/** How the fields that say more than a text are replaced. */
export interface Special {
  readonly item: (text: string) => string | undefined;
  readonly digest: (digest: string) => string;
}

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/** Fields by their names: what each of them may hold, and what stands for it. */
export const replacing = (rules: TextRules, { item, digest }: Special): Replace => {
  const nothingCommon: TextRules = { ...rules, isCommon: () => false, keepsNumbers: false };
  const ofCode = (isOurs: boolean, text: string): string => (isOurs ? text : redactText(text, rules));
  return (text, key) => {
    switch (key) {
      case 'type':
      case 'timer':
      case 'direction':
      case 'phase':
      case 'endedBy':
      case 'to':
      case 'doubt':
      case 'side':
      case 'route':
        return ofCode(SAFE.test(text), text);
      case 'reason':
        return ofCode(REASONS.has(text), text);
      case 'sha256':
        return ofCode(/^[0-9a-f]{64}$/.test(text), text);
      case 'from':
        return ORIGINS.has(text) ? text : redactSubject(text, rules);
      case 'address':
      case 'addresses':
      case 'endpoint':
        return redactAddress(text, rules);
      case 'node':
      case 'id':
      case 'nodes':
      case 'missing':
      case 'subject':
        return redactSubject(text, rules);
      case 'out':
      case 'denied':
        return /^[a-z2-7]{16}$/.test(text) ? rules.pseudonyms.edge(text) : redactText(text, rules);
      case 'excluded':
        return text === 'many' ? text : redactSubject(text, rules);
      case 'record':
      case 'attestation':
      case 'items':
        return item(text) ?? redactText(text, nothingCommon);
      case 'digest':
        return HASH.test(text) ? digest(text) : redactText(text, nothingCommon);
      case 'label':
      case 'boot':
      case 'nonce':
      case 'key':
        return redactText(text, nothingCommon);
      default:
        return redactText(text, rules);
    }
  };
};

/** Signed items of the network's map, with the name of the network they are of. */
export const itemsOf = (network: string, rules: TextRules): Special['item'] => {
  const redactor = new ItemRedactor({
    pseudonyms: rules.pseudonyms,
    redactAddress: (address) => redactAddress(address, rules),
    redactLabel: (label) => redactText(label, { ...rules, isCommon: () => false, keepsNumbers: false }),
    network: redactText(network, rules),
  });
  return (text) => redactor.redact(text);
};

/** @param digests the maps that there were, where that is known */
export const digestIn = (digests: Digests | undefined, { pseudonyms }: TextRules) => (digest: string): string =>
  digests?.get(digest) ?? Buffer.from(pseudonyms.bytes('digest', digest, digest.length >> 1)).toString('hex');
