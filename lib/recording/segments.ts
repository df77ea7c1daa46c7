// The files that one recording is kept in: FILE, then FILE.1, FILE.2 and so on, each packed with gzip once it is full.
import { existsSync, renameSync } from 'node:fs';

/** What a packed segment's name ends in. */
export const PACKED = '.gz';

/** A gigabyte in segments of a mebibyte, several times over: beyond it somebody numbered files for another reason. */
const SEGMENTS_MAX = 100_000;

/** The name of a segment, counted from 0. */
export const segmentName = (file: string, index: number): string => (index === 0 ? file : `${file}.${index}`);

/** Where a segment is, plain or packed; after a crash between the two both may be there, and the plain one is whole. */
export const segmentAt = (file: string, index: number): string | undefined => {
  const name = segmentName(file, index);
  return [name, name + PACKED].find((path) => existsSync(path));
};

/** Every file of a recording, with its place in it. */
export function* segmentsOf(file: string): Generator<{ readonly index: number; readonly path: string }> {
  for (let index = 0; index < SEGMENTS_MAX; index++) {
    const path = segmentAt(file, index);
    if (path === undefined) return;
    yield { index, path };
  }
}

/**
 * Moves the recording of an earlier run aside, whole, so that it can still be replayed under its new name.
 *
 * @param stamp what to put behind the name, so that nothing is there yet
 * @returns the new name, or `undefined` when there was none
 */
export const movedAside = (file: string, stamp: string): string | undefined => {
  const old = [...segmentsOf(file)];
  if (old.length === 0) return undefined;
  let aside = `${file}.${stamp}`;
  for (let count = 2; segmentAt(aside, 0) !== undefined; count++) aside = `${file}.${stamp}-${count}`;
  for (const { index, path } of old) {
    const ending = path.endsWith(PACKED) ? PACKED : '';
    renameSync(path, segmentName(aside, index) + ending);
  }
  return aside;
};
