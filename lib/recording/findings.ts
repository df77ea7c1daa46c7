// What is said in a recording that could tell of somebody: ids, hosts and words.
import { isIP } from 'node:net';
import { AddressError, hostOf, parseAddress } from '../address.ts';
import type { LogHeader, LogLine } from './logLine.ts';
import { readItem } from './redactItem.ts';
import { VOCABULARY } from './vocabulary.ts';
import { isHeader, walkHeader, walkLine, walkValue, type Replace } from './walkLine.ts';

/** An address in its parts; `undefined` when it is none. */
export const addressOf = (text: string): ReturnType<typeof parseAddress> | undefined => {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
};

/** Fields that hold signed items of the network's map. */
export const ITEM_KEYS: ReadonlySet<string> = new Set(['record', 'attestation', 'items']);

/** What is said in a recording: who and where, and which words come from code and from nowhere else. */
export class Findings {
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

  /** Plain data that is no line of a recording. */
  noteValue(value: unknown): void {
    walkValue(value, this.#noteIn(this.#heard));
  }

  /** Of a run with the policies of Millrace alone, a word that only commands hold is one of its own. */
  isCommon(word: string): boolean {
    return VOCABULARY.has(word) || this.parts.has(word) ||
      (this.#isOwnCode && this.#said.has(word) && !this.#heard.has(word));
  }

  #noteItem(text: string): void {
    const item = readItem(text);
    if (item === undefined || item.type === 'attestation') return;
    this.nodes.add(item.type === 'record' ? item.record.header.id : item.header.id);
    if (item.type !== 'record') return;
    for (const address of item.record.body.addresses) this.hosts.add(hostOf(address));
  }

  #noteIn(words: Set<string>): Replace {
    return (text, key) => {
      if (ITEM_KEYS.has(key)) this.#noteItem(text);
      const address = addressOf(text) ?? addressOf(`${text}:1`);
      if (address !== undefined && /[:.]/.test(text)) this.hosts.add(address.host);
      for (const [host] of text.matchAll(/\d{1,3}(?:\.\d{1,3}){3}/g)) if (isIP(host) === 4) this.hosts.add(host);
      for (const [id] of text.matchAll(/(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])/g)) this.nodes.add(id);
      for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_-]+/gu)) words.add(word);
      return text;
    };
  }
}
