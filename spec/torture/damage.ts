// Damages the files of a data folder, one at a time, and looks at what a start makes of it.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { loadNodeKey } from '../../lib/identity/loadNodeKey.ts';
import { loadBook } from '../../lib/store/addressFile.ts';
import type { Book } from '../../lib/store/book.ts';
import { bookKey } from '../../lib/store/bookKey.ts';
import { dataPaths, openDataFolder } from '../../lib/store/dataFolder.ts';
import { writeHolder } from '../../lib/store/holder.ts';
import { reserveSeq } from '../../lib/store/reserveSeq.ts';
import { writeBook } from '../../lib/store/writeBook.ts';
import { writeText } from '../../lib/store/writeText.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { virtualEnv } from '../../lib/testing/virtualEnv.ts';

const NOW = Date.UTC(2026, 0, 31);
/** Later than any number that the folder has given, so that going by the clock gives none twice. */
const SEQ = 1_000_000;

export const FILES = ['node.key', 'node.key.copy', 'node.crt', 'book.key', 'peers.json', 'seq', 'lock'] as const;
export type DamagedFile = (typeof FILES)[number];

const BOOK: Book = {
  addresses: [
    { endpoint: '192.0.2.7:7000', from: 'config', learntAt: NOW, aliveAt: NOW, attempts: 0, nextAttemptAt: NOW },
    { endpoint: '[2001:db8::9]:7001', from: 'book', learntAt: NOW, attempts: 2, nextAttemptAt: NOW + 5_000 },
  ],
  bans: [{ subject: '198.51.100.23', until: NOW + 86_400_000, reason: 'floods' }],
  savedAt: NOW,
};

/** All that a start reads from its folder, in its order. */
export interface Start {
  readonly id: string;
  readonly key: string;
  readonly book: Book;
  readonly seq: number;
  /** What the operator was told. */
  readonly said: readonly string[];
}

export const start = async (data: string, seq: number): Promise<Start> => {
  const env = virtualEnv({ startsAt: NOW });
  const said: string[] = [];
  const warn = (text: string): void => void said.push(text);
  const folder = openDataFolder(data);
  try {
    const { id } = await loadNodeKey(folder.key, { env, warn });
    const key = bookKey(folder.bookKey, { now: NOW, warn });
    const { book, problems } = loadBook(folder.book, NOW);
    const reserved = await lastValueFrom(reserveSeq(folder.seq, { env, warn })(seq), { defaultValue: NaN });
    return { id, key, book, seq: reserved, said: [...folder.warnings, ...said, ...problems] };
  } finally {
    folder.release();
  }
};

export interface Whole {
  readonly data: string;
  readonly first: Start;
  readonly remove: () => void;
}

/** A folder as a node leaves it that was killed. */
export const wholeFolder = async (): Promise<Whole> => {
  const data = mkdtempSync(join(tmpdir(), 'millrace-'));
  await start(data, SEQ);
  await lastValueFrom(writeText(dataPaths(data).book, writeBook(BOOK)), { defaultValue: undefined });
  writeFileSync(join(data, 'lock'), writeHolder({ pid: process.pid, began: '1', boot: 'b' }));
  const first = await start(data, SEQ);
  writeFileSync(join(data, 'lock'), writeHolder({ pid: process.pid, began: '1', boot: 'b' }));
  return { data, first, remove: () => rmSync(data, { recursive: true, force: true }) };
};

const bytesIn = (data: string): readonly Buffer[] => readdirSync(data).map((name) => readFileSync(join(data, name)));

/** These hold nothing that cannot be made again from the others, or, as the lock, nothing that is worth keeping. */
const MADE_AGAIN: ReadonlySet<string> = new Set(['node.crt', 'lock']);

/** @returns what must not be: each a sentence */
export const judge = async ({ data, first }: Whole, file: DamagedFile, bytes: Buffer): Promise<readonly string[]> => {
  const trial = mkdtempSync(join(tmpdir(), 'millrace-'));
  try {
    for (const name of readdirSync(data)) copyFileSync(join(data, name), join(trial, name));
    writeFileSync(join(trial, file), bytes);
    const now = await start(trial, first.seq - 1_000);
    const found: string[] = [];
    const isSaid = now.said.some((text) => text.includes(file));
    if (now.id !== first.id) found.push(`is node ${now.id}, and was ${first.id}`);
    const isSameBook = JSON.stringify(now.book) === JSON.stringify(first.book);
    if (!isSameBook && !isSaid) found.push('reads another book, and is silent');
    if (now.seq <= first.seq && !isSaid) found.push(`gives number ${now.seq} after ${first.seq}, and is silent`);
    const kept = MADE_AGAIN.has(file) || bytesIn(trial).some((one) => one.equals(bytes)) || !isSaid;
    if (!kept) found.push('has lost what it said was damaged');
    const again = await start(trial, now.seq + 10);
    if (again.id !== first.id || again.seq <= now.seq) found.push('is not itself at the start after that');
    return found;
  } catch (error) {
    return [`did not start: ${String(error)}`];
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
};

export const prefixesOf = (bytes: Buffer): readonly Buffer[] =>
  Array.from({ length: bytes.length }, (_, length) => bytes.subarray(0, length));

export const flipsOf = (bytes: Buffer): readonly Buffer[] =>
  Array.from({ length: 8 * bytes.length }, (_, bit) => {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  });

/** @param most how many of the cases: the same ones for the same seed */
export const sample = <T>(cases: readonly T[], most: number, seed: number): readonly T[] => {
  const random = sfc32(seed);
  return cases.length <= most ? cases : Array.from({ length: most }, () =>
    cases[Math.floor(random() * cases.length)]).filter((one) => one !== undefined);
};
