// The secret of the address book, on disk.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { bookKey as keyIn } from '../../lib/store/bookKey.ts';

describe('the key of the address book', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'millrace-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (): string => join(folder, 'book.key');
  const warned: string[] = [];
  const bookKey = (at: string): string => keyIn(at, { now: 0, warn: (text) => warned.push(text) });

  it('is made at the first start, for its owner alone, and the same at the next', () => {
    const key = bookKey(file());
    expect(key).to.match(/^[0-9a-f]{64}$/);
    expect(statSync(file()).mode & 0o777).to.equal(0o600);
    expect(bookKey(file())).to.equal(key);
  });

  it('is another one in every folder', () =>
    expect(bookKey(file())).not.to.equal(bookKey(`${file()}.2`)));

  it('is closed to others where it was open', () => {
    writeFileSync(file(), `${'a'.repeat(64)}\n`, { mode: 0o644 });
    expect(bookKey(file())).to.equal('a'.repeat(64));
    expect(statSync(file()).mode & 0o777).to.equal(0o600);
  });

  it('is made anew where it is damaged, and good for one run where it cannot be written', () => {
    writeFileSync(file(), 'half a ke');
    const key = bookKey(file());
    expect(readFileSync(file(), 'utf8')).to.equal(`${key}\n`);
    const aside = `${file()}.damaged-1970-01-01T00-00-00.000Z`;
    expect(readFileSync(aside, 'utf8')).to.equal('half a ke');
    expect(warned).to.deep.equal([`${file()}: is not 64 hexadecimal digits; set aside as ${aside}, making another`]);
    expect(bookKey(join(folder, 'nowhere', 'book.key'))).to.match(/^[0-9a-f]{64}$/);
  });
});
