// An archive that the system's own tar unpacks.
import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { tar } from '../../../lib/bin/support/tar.ts';

const AT = Date.UTC(2026, 0, 31, 12);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('tar', () => {
  const files = [
    { name: 'folder/one.txt', bytes: bytesOf('one\n') },
    { name: 'folder/block.bin', bytes: new Uint8Array(512).fill(7) },
    { name: 'folder/empty', bytes: new Uint8Array(0) },
    { name: 'folder/more.bin', bytes: new Uint8Array(1_025).fill(8) },
  ];

  it('is made of whole blocks, with each file behind a header that sums up, and two empty blocks at the end', () => {
    const archive = Buffer.from(tar(files, AT));
    expect(archive.length % 512).to.equal(0);
    expect(archive.subarray(-1_024).every((byte) => byte === 0)).to.equal(true);
    let at = 0;
    for (const { name, bytes } of files) {
      const header = Buffer.from(archive.subarray(at, at + 512));
      const said = parseInt(header.toString('latin1', 148, 154), 8);
      header.fill(' ', 148, 156);
      expect(header.reduce((sum, byte) => sum + byte, 0)).to.equal(said);
      expect(header.toString('latin1', 0, name.length + 1)).to.equal(`${name}\0`);
      expect(header.toString('latin1', 257, 265)).to.equal('ustar\x0000');
      expect(parseInt(header.toString('latin1', 136, 147), 8)).to.equal(AT / 1_000);
      expect([...archive.subarray(at + 512, at + 512 + bytes.length)]).to.deep.equal([...bytes]);
      at += 512 + Math.ceil(bytes.length / 512) * 512;
    }
    expect(at + 1_024).to.equal(archive.length);
  });

  it('is unpacked by the tar of the system', function () {
    try {
      execFileSync('tar', ['--version']);
    } catch {
      this.skip(); // there is no tar on this machine
    }
    const listed = execFileSync('tar', ['-tf', '-'], { input: tar(files, AT) }).toString();
    expect(listed.trim().split('\n')).to.deep.equal(files.map(({ name }) => name));
    const content = execFileSync('tar', ['-xOf', '-', 'folder/one.txt'], { input: tar(files, AT) }).toString();
    expect(content).to.equal('one\n');
  });

  it('refuses a name that a header has no room for', () =>
    expect(() => tar([{ name: 'x'.repeat(101), bytes: bytesOf('') }], AT)).to.throw(RangeError, 'limit 100 bytes'));
});
