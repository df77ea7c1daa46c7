// Free text without names: every word in it is one that Millrace itself uses, a number, or a pseudonym.
import { isIP } from 'node:net';
import { isNodeId } from '../nodeId.ts';
import { parseAddress } from '../address.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface TextRules {
  readonly pseudonyms: Pseudonyms;
  /** In lower case: what may stay. */
  readonly isCommon: (word: string) => boolean;
  readonly keepsNumbers: boolean;
  /** Host names that stand in addresses, in lower case: they need not have a dot. */
  readonly hosts: ReadonlySet<string>;
}

/** Times as `iso` writes them. */
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z`;
/** From the root, on either kind of system. */
const PATH = String.raw`(?<![\p{L}\p{N}])(?:[A-Za-z]:)?[\\/](?:[^\s"'\x60,;()<>])+`;
/** With two colons at least; whether it is one is asked of the system. */
const V6 = String.raw`(?<![\p{L}\p{N}])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,8}(?:%[\w.-]+)?`;
const DOTTED = String.raw`[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+`;
const WORD = String.raw`[\p{L}\p{M}\p{N}_-]+`;
/** Anything beyond ASCII that is no letter: signs and pictures. */
const SIGN = String.raw`[^\x00-\x7f]+`;

const TOKEN = new RegExp([TIME, PATH, V6, DOTTED, WORD, SIGN].map((part) => `(${part})`).join('|'), 'gu');

const PEER = /^(in|out)-\d{1,9}$/;

/** The longest number that is just a number: milliseconds, bytes, ports. */
const DIGITS_MAX = 9;

const redactNumber = (digits: string, { pseudonyms, keepsNumbers }: TextRules): string =>
  !keepsNumbers || digits.length > DIGITS_MAX ? pseudonyms.digits(digits) : digits;

const redactV6 = (text: string, rules: TextRules): string => {
  if (isIP(text) === 6) return rules.pseudonyms.host(parseAddress(`[${text}]:1`).host);
  return text.replace(/[^:]+/g, (part) => redactToken(part, rules)); // a time of day, an address with its port
};

const redactDotted = (text: string, rules: TextRules): string => {
  const { pseudonyms, isCommon } = rules;
  if (isIP(text) === 4) return pseudonyms.host(text);
  if (/^[\d.]+$/.test(text)) {
    return pseudonyms.group(text) ?? text.replace(/\d+/g, (digits) => redactNumber(digits, rules));
  }
  return text.split('.').every((word) => isCommon(word.toLowerCase())) ? text : pseudonyms.host(text.toLowerCase());
};

const redactWord = (word: string, rules: TextRules): string => {
  const { pseudonyms, isCommon, keepsNumbers, hosts } = rules;
  const lower = word.toLowerCase();
  if (isNodeId(word)) return pseudonyms.node(word);
  if (/^\d+$/.test(word)) return redactNumber(word, rules);
  if (isCommon(lower) || (keepsNumbers && PEER.test(word))) return word;
  if (hosts.has(lower)) return pseudonyms.host(lower);
  if (/^[a-z2-7]{8,31}$/.test(word)) {
    const front = pseudonyms.nodeFront(word);
    if (front !== undefined) return front;
  }
  return pseudonyms.word(word);
};

const redactToken = (token: string, rules: TextRules): string =>
  token.includes('.') && /^[\p{L}\p{N}_.-]+$/u.test(token) && !token.endsWith('.')
    ? redactDotted(token, rules)
    : token.replace(new RegExp(WORD, 'gu'), (word) => redactWord(word, rules));

/** What a text becomes depends on its words alone, so texts that are put together from others still fit. */
export const redactText = (text: string, rules: TextRules): string =>
  text.replace(TOKEN, (whole: string, ...found: readonly (string | undefined)[]) => {
    const [time, path, v6, dotted, word] = found;
    if (time !== undefined) return whole;
    if (path !== undefined) return `/${rules.pseudonyms.word(whole.slice(1))}`;
    if (v6 !== undefined) return redactV6(whole, rules);
    if (dotted !== undefined) return redactDotted(whole, rules);
    return word === undefined ? rules.pseudonyms.word(whole) : redactWord(whole, rules);
  });
