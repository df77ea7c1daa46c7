// A recording without names: ids, addresses, labels, files and words are replaced, each by the same pseudonym
// everywhere, so that it still replays to the same commands. What is not known to be harmless is replaced.
import { formatAddress } from '../address.ts';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../reasons.ts';
import { Digests } from './digests.ts';
import { addressOf, Findings } from './findings.ts';
import { LogError } from './logError.ts';
import type { LogHeader, LogLine } from './logLine.ts';
import { packing, unpacking } from './pack.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { readHeader } from './readLog.ts';
import { ItemRedactor } from './redactItem.ts';
import { redactText, type TextRules } from './redactText.ts';
import { isHeader, walkHeader, walkLine, type Replace } from './walkLine.ts';

function* unpacked(header: LogHeader, texts: Iterable<string>): Generator<LogLine> {
  const read = unpacking(header);
  let number = 1;
  for (const text of texts) {
    number += 1;
    if (text === '') continue;
    try {
      yield read(text, number);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      return; // cut off: what was left of the last line is left out
    }
  }
}

function* lines(texts: Iterable<string>): Generator<LogHeader | LogLine> {
  const all = texts[Symbol.iterator]();
  const first = all.next();
  const header = readHeader(first.done === true ? '' : first.value);
  yield header;
  yield* unpacked(header, { [Symbol.iterator]: () => all });
}

const NODE = /^[a-z2-7]{32}$/;
const SAFE = /^[a-z-]{1,32}$/;
const PEER = /^(in|out)-\d{1,9}$/;
const REASONS: ReadonlySet<string> = new Set([...GOODBYE_REASONS, ...BROKEN_REASONS]);
const ORIGINS: ReadonlySet<string> = new Set(['config', 'file', 'dns', 'book', 'operator']);

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
interface Special {
  readonly item: (text: string) => string | undefined;
  readonly digest: (digest: string) => string;
}

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

const replacing = (rules: TextRules, { item, digest }: Special): Replace => {
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

export interface RedactOptions {
  /** 32 bytes by chance, to be forgotten afterwards. */
  readonly secret: Uint8Array;
  /** Addresses of one kind keep their order, which ties between them are broken by. */
  readonly keepOrder?: boolean;
}

const itemsOf = ({ self }: LogHeader, rules: TextRules): Special['item'] => {
  const redactor = new ItemRedactor({
    pseudonyms: rules.pseudonyms,
    redactAddress: (address) => redactAddress(address, rules),
    redactLabel: (label) => redactText(label, { ...rules, isCommon: () => false, keepsNumbers: false }),
    network: redactText(self.network, rules),
  });
  return (text) => redactor.redact(text);
};

const digestIn = (digests: Digests | undefined, { pseudonyms }: TextRules) => (digest: string): string =>
  digests?.get(digest) ?? Buffer.from(pseudonyms.bytes('digest', digest, digest.length >> 1)).toString('hex');

/** Goes through the events, to see what maps there were. */
const digestsOf = (texts: Iterable<string>, rules: TextRules): Digests | undefined => {
  let digests: Digests | undefined;
  let replace: Replace = (text) => text;
  let now = 0;
  for (const line of lines(texts)) {
    if (isHeader(line)) {
      replace = replacing(rules, { item: itemsOf(line, rules), digest: digestIn(undefined, rules) });
      digests = new Digests(line.self, walkHeader(line, replace).self);
      continue;
    }
    if (line[0] === 'o' || line[0] === 'w' || line[0] === 'p') now = line[1];
    if (line[0] !== 'o' && line[0] !== 'i') continue;
    const [, , , event] = line;
    const [, , , redacted] = walkLine(line, replace) as typeof line;
    digests?.happened(event, redacted, now);
  }
  return digests;
};

/**
 * Times, numbers, ports, and the names of policies, guards and sources stay; so do the words that Millrace itself uses.
 *
 * @param texts called twice: the recording's lines are gone through first to see what there is to be replaced
 * @returns the lines of the new recording; the cut-off end of one is left out
 * @throws LogError when it is no recording
 */
export function* redactLog(texts: () => Iterable<string>, options: RedactOptions): Generator<string> {
  const { secret, keepOrder = false } = options;
  const findings = new Findings();
  for (const line of lines(texts())) findings.note(line);
  const rules: TextRules = {
    pseudonyms: new Pseudonyms(secret, findings, keepOrder),
    isCommon: (word) => findings.isCommon(word),
    keepsNumbers: true,
    hosts: findings.hosts,
  };
  const digests = digestsOf(texts(), rules);
  const pack = packing();
  let replace: Replace = (text) => text;
  for (const line of lines(texts())) {
    if (isHeader(line)) replace = replacing(rules, { item: itemsOf(line, rules), digest: digestIn(digests, rules) });
    yield pack(isHeader(line) ? walkHeader(line, replace) : walkLine(line, replace));
  }
}
