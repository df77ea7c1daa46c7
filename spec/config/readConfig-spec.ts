// Configuration files on the real disk.
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../lib/config/configError.ts';
import { readConfig } from '../../lib/config/readConfig.ts';

describe('readConfig', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads a file, with paths from its folder', () => {
    const file = join(folder, 'node.yaml');
    writeFileSync(file, 'label: north\npeersFile: seeds.json\n');
    expect(readConfig(file)).to.deep.include({ label: 'north', peersFile: join(folder, 'seeds.json') });
  });

  it('says which file it could not read, and why', () => {
    const [missing, big] = [join(folder, 'missing.yaml'), join(folder, 'big.yaml')];
    writeFileSync(big, '#'.repeat(100_000));
    expect(() => readConfig(missing)).to.throw(ConfigError, `${missing}: cannot be read: ENOENT`);
    expect(() => readConfig(big)).to.throw(ConfigError, `${big}: cannot be read: it is 100000 bytes, limit 65536`);
    expect(() => readConfig(folder)).to.throw(ConfigError, `${folder}: cannot be read: EISDIR`);
  });
});
