// A recording without names: ids, addresses, labels, files and words are replaced, each by the same pseudonym
// everywhere, so that it still replays to the same commands. What is not known to be harmless is replaced.
import { messageOf } from '../errors.ts';
import { Digests } from './digests.ts';
import { Findings } from './findings.ts';
import { LogError } from './logError.ts';
import type { LogHeader, LogLine } from './logLine.ts';
import { packing, unpacking } from './pack.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { readHeader } from './readLog.ts';
import type { TextRules } from './redactText.ts';
import { digestIn, itemsOf, replacing } from './replacing.ts';
import { isHeader, walkHeader, walkLine, type Replace } from './walkLine.ts';

/** A line, and where it stands. */
type Numbered<T> = readonly [line: T, number: number];

function* unpacked(header: LogHeader, texts: Iterable<string>): Generator<Numbered<LogLine>> {
  const read = unpacking(header);
  let number = 1;
  for (const text of texts) {
    number += 1;
    if (text === '') continue;
    try {
      yield [read(text, number), number];
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      return; // cut off: what was left of the last line is left out
    }
  }
}

function* lines(texts: Iterable<string>): Generator<Numbered<LogHeader | LogLine>> {
  const all = texts[Symbol.iterator]();
  const first = all.next();
  const header = readHeader(first.done === true ? '' : first.value);
  yield [header, 1];
  yield* unpacked(header, { [Symbol.iterator]: () => all });
}

/** Lines are read as what they say they are: one that is not is found out by whoever looks into it. */
const lookingAt = <T>(number: number, look: () => T): T => {
  try {
    return look();
  } catch (error) {
    if (error instanceof LogError) throw error;
    throw new LogError(`line ${number}: nothing that was ever recorded: ${messageOf(error)}`, { cause: error });
  }
};

export interface RedactOptions {
  /** 32 bytes by chance, to be forgotten afterwards. */
  readonly secret: Uint8Array;
  /** Addresses of one kind keep their order, which ties between them are broken by. */
  readonly keepOrder?: boolean;
}

/** Goes through the events, to see what maps there were. */
const digestsOf = (texts: Iterable<string>, rules: TextRules): Digests | undefined => {
  let digests: Digests | undefined;
  let replace: Replace = (text) => text;
  let now = 0;
  const look = (line: LogHeader | LogLine): void => {
    if (isHeader(line)) {
      replace = replacing(rules, { item: itemsOf(line.self.network, rules), digest: digestIn(undefined, rules) });
      digests = new Digests(line.self, walkHeader(line, replace).self);
      return;
    }
    if (line[0] === 'o' || line[0] === 'w' || line[0] === 'p') now = line[1];
    if (line[0] !== 'o' && line[0] !== 'i') return;
    const [, , , event] = line;
    const [, , , redacted] = walkLine(line, replace) as typeof line;
    digests?.happened(event, redacted, now);
  };
  for (const [line, number] of lines(texts)) lookingAt(number, () => look(line));
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
  for (const [line, number] of lines(texts())) lookingAt(number, () => findings.note(line));
  const rules: TextRules = {
    pseudonyms: new Pseudonyms(secret, findings, keepOrder),
    isCommon: (word) => findings.isCommon(word),
    keepsNumbers: true,
    hosts: findings.hosts,
  };
  const digests = digestsOf(texts(), rules);
  const pack = packing();
  let replace: Replace = (text) => text;
  for (const [line, number] of lines(texts())) {
    if (isHeader(line)) {
      replace = replacing(rules, { item: itemsOf(line.self.network, rules), digest: digestIn(digests, rules) });
    }
    yield lookingAt(number, () => pack(isHeader(line) ? walkHeader(line, replace) : walkLine(line, replace)));
  }
}
