// A node's private key on disk: made at the first start, with a copy beside it, from which a damaged one is made again.
import { copyFileSync, constants, linkSync } from 'node:fs';
import { iso } from '../iso.ts';
import { setAside } from '../setAside.ts';
import { KeyError } from './keyError.ts';
import { keyText, lookAt, makeKey, type Found } from './readKey.ts';
import { writeWhole } from './writeWhole.ts';

export interface Told {
  /** Milliseconds since 1970, for the name of what is set aside. */
  readonly now: number;
  /** Takes what the operator should know, a line of text. */
  readonly warn: (text: string) => void;
}

type Sound = Extract<Found, { kind: 'sound' }>;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'no code';

/**
 * A damaged file is set aside and made again from its copy: who a node is must not hang on one sector of a disk. With
 * the file moved away, and the copy still there, somebody wants to be a new node: the copy is set aside as well.
 *
 * @param file PKCS8 PEM, Ed25519, readable by its owner alone; made, with its folder, if there is none.
 * @throws KeyError when it is damaged and so is its copy, or there is none; or when it was never a key
 */
export const keyFile = (file: string, told: Told): Sound['key'] => {
  const copy = `${file}.copy`;
  const found = lookAt(file);
  if (found.kind === 'sound') return withCopy(found, copy, told);
  if (found.kind === 'damaged') return restored(file, copy, found.error, told);
  if (lookAt(copy).kind !== 'none') {
    const old = setAside(copy, told.now);
    told.warn(`${file}: is not there, so this becomes a new node; the copy of the key before: ${old}`);
  }
  makeKey(file);
  const made = lookAt(file); // perhaps by another process that started at the same time: then its key is ours as well
  if (made.kind === 'damaged') throw made.error;
  if (made.kind === 'none') throw new KeyError(`${file}: gone right after it was made: see who removes it`);
  return withCopy(made, copy, told);
};

const withCopy = ({ key, id }: Sound, copy: string, { now, warn }: Told): Sound['key'] => {
  const kept = lookAt(copy);
  if (kept.kind === 'sound' && kept.id === id) return key;
  try {
    if (kept.kind !== 'none') warn(`${copy}: is damaged, or of another key; ${setAside(copy, now)}, making another`);
    writeWhole(copy, keyText(key, id), { keep: true });
  } catch (error) {
    warn(`${copy}: cannot be made (${codeOf(error)}): keep a copy of the key elsewhere`);
  }
  return key;
};

/** The damaged one has both names until the copy takes its place: at no moment is there no key. */
const restored = (file: string, copy: string, error: KeyError, { now, warn }: Told): Sound['key'] => {
  const kept = lookAt(copy);
  if (kept.kind !== 'sound') throw error;
  const aside = `${file}.damaged-${iso(now).replaceAll(':', '-')}`;
  try {
    twin(file, aside);
    writeWhole(file, keyText(kept.key, kept.id), { keep: false });
    warn(`${error.message.split(': ').slice(0, 2).join(': ')}; set aside as ${aside}, made again from ${copy}`);
  } catch (cause) {
    warn(`${file}: damaged, and cannot be made again (${codeOf(cause)}): going by ${copy}`);
  }
  return kept.key;
};

const twin = (file: string, aside: string): void => {
  try {
    linkSync(file, aside);
  } catch {
    copyFileSync(file, aside, constants.COPYFILE_EXCL); // a file system without hard links
  }
};
