// A recording without names: ids, addresses, labels, files and words are replaced, each by the same pseudonym everywhere,
// so that it still replays to the same commands. What is not known to be harmless is replaced.
import { isIP } from 'node:net';
import { AddressError, formatAddress, parseAddress } from '../address.ts';
import { isNodeId } from '../nodeId.ts';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../reasons.ts';
import { LogError } from './logError.ts';
import type { LogHeader, LogLine } from './logLine.ts';
import { packing, unpacking } from './pack.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { readHeader } from './readLog.ts';
import { redactText, type TextRules } from './redactText.ts';
import { VOCABULARY } from './vocabulary.ts';

/** What of a line a visitor is asked to replace: texts, by the name of their field. */
type Replace = (text: string, key: string) => string;

/** Fields of ours, whose names say nothing; of the keys of any other object nobody knows. */
const KEY = /^[a-zA-Z]{1,24}$/;
const NUMBERS_KEPT: ReadonlySet<unknown> = new Set(['number', 'boolean']);

const walk = (value: unknown, key: string, replace: Replace): unknown => {
  if (typeof value === 'string') return replace(value, key);
  if (Array.isArray(value)) return value.map((one) => walk(one, key, replace));
  if (typeof value !== 'object' || value === null) return NUMBERS_KEPT.has(typeof value) ? value : null;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [KEY.test(name) ? name : replace(name, 'key'), walk(below, name, replace)]),
  );
};

/** The line's event or command; who said it is a name of a part, which the header lists. */
const walkLine = (line: LogLine, replace: Replace): LogLine => {
  switch (line[0]) {
    case 'o':
    case 'p':
    case 'i': {
      const [kind, at, by, what, ...cause] = line;
      return [kind, at, by, walk(what, '', replace), ...cause] as unknown as LogLine;
    }
    case 'c': {
      const [kind, id, by, cause, command] = line;
      return [kind, id, by, cause, walk(command, '', replace)] as unknown as LogLine;
    }
    default:
      return line;
  }
};

const walkHeader = (header: LogHeader, replace: Replace): LogHeader => {
  const { self, habits } = header;
  const { version } = self;
  return {
    ...header,
    self: { ...(walk(self, '', replace) as LogHeader['self']), version },
    habits: walk(habits, '', replace),
  };
};

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

const isHeader = (line: LogHeader | LogLine): line is LogHeader => !Array.isArray(line);

/** An address in its parts; `undefined` when it is none. */
const addressOf = (text: string): ReturnType<typeof parseAddress> | undefined => {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
};

/** What is said in a recording: who and where, and which words come from code and from nowhere else. */
class Findings {
  readonly nodes = new Set<string>();
  readonly hosts = new Set<string>();
  readonly parts = new Set<string>();
  readonly #heard = new Set<string>();
  readonly #said = new Set<string>();
  #isOwnCode = false;

  note(line: LogHeader | LogLine): void {
    if (isHeader(line)) {
      for (const list of [line.sources, line.effects, line.reducers, line.policies, line.guards]) {
        for (const name of list) this.parts.add(name.toLowerCase());
      }
      const { habits } = line;
      this.#isOwnCode = typeof habits === 'object' && habits !== null && 'modules' in habits &&
        Array.isArray(habits.modules) && habits.modules.length === 0;
      walkHeader(line, this.#noteIn(this.#heard));
      return;
    }
    walkLine(line, this.#noteIn(line[0] === 'c' ? this.#said : this.#heard));
  }

  /** Of a run with the policies of Millrace alone, a word that only commands hold is one of its own. */
  isCommon(word: string): boolean {
    return VOCABULARY.has(word) || this.parts.has(word) ||
      (this.#isOwnCode && this.#said.has(word) && !this.#heard.has(word));
  }

  #noteIn(words: Set<string>): Replace {
    return (text) => {
      const address = addressOf(text) ?? addressOf(`${text}:1`);
      if (address !== undefined && /[:.]/.test(text)) this.hosts.add(address.host);
      for (const [host] of text.matchAll(/\d{1,3}(?:\.\d{1,3}){3}/g)) if (isIP(host) === 4) this.hosts.add(host);
      for (const [id] of text.matchAll(/(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])/g)) this.nodes.add(id);
      for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_-]+/gu)) words.add(word);
      return text;
    };
  }
}

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
  if (isNodeId(text)) return rules.pseudonyms.node(text);
  if (/^[a-z2-7]{8,31}$/.test(text)) return rules.pseudonyms.nodeFront(text) ?? redactText(text, rules);
  if (addressOf(text) !== undefined) return redactAddress(text, rules);
  const host = addressOf(`${text}:1`)?.host ?? addressOf(`[${text}]:1`)?.host;
  return host !== undefined && rules.hosts.has(host) ? rules.pseudonyms.host(host) : redactText(text, rules);
};

const replacing = (rules: TextRules): Replace => {
  const nothingCommon: TextRules = { ...rules, isCommon: () => false, keepsNumbers: false };
  return (text, key) => {
    switch (key) {
      case 'type':
      case 'timer':
      case 'direction':
      case 'phase':
      case 'endedBy':
      case 'to':
        return SAFE.test(text) ? text : redactText(text, rules);
      case 'reason':
        return REASONS.has(text) ? text : redactText(text, rules);
      case 'sha256':
        return /^[0-9a-f]{64}$/.test(text) ? text : redactText(text, rules);
      case 'from':
        return ORIGINS.has(text) ? text : redactSubject(text, rules);
      case 'address':
      case 'addresses':
      case 'endpoint':
        return redactAddress(text, rules);
      case 'node':
      case 'id':
      case 'subject':
        return redactSubject(text, rules);
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

/**
 * Times, numbers, ports, and the names of policies, guards and sources stay; so do the words that Millrace itself uses.
 *
 * @param texts called twice: the recording's lines are gone through first to see what there is to be replaced
 * @returns the lines of the new recording; the cut-off end of one is left out
 * @throws LogError when it is no recording
 */
export function* redactLog(texts: () => Iterable<string>, { secret, keepOrder = false }: RedactOptions): Generator<string> {
  const findings = new Findings();
  for (const line of lines(texts())) findings.note(line);
  const pseudonyms = new Pseudonyms(secret, findings, keepOrder);
  const replace = replacing({
    pseudonyms,
    isCommon: (word) => findings.isCommon(word),
    keepsNumbers: true,
    hosts: findings.hosts,
  });
  const pack = packing();
  for (const line of lines(texts())) yield pack(isHeader(line) ? walkHeader(line, replace) : walkLine(line, replace));
}
