// A node stays who it is from one start to the next, and keeps its key to itself.
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { KeyError } from '../../lib/identity/keyError.ts';
import { loadNodeKey } from '../../lib/identity/loadNodeKey.ts';
import { newNodeKey } from '../../lib/identity/nodeKey.ts';
import { isNodeId } from '../../lib/nodeId.ts';
import { tempFolder } from '../support/tempFolder.ts';

describe('loadNodeKey', () => {
  const folder = tempFolder();
  beforeEach(folder.make);
  afterEach(folder.remove);

  const refusal = async (file: string): Promise<string> => {
    try {
      return (await loadNodeKey(file)).id;
    } catch (error) {
      if (error instanceof KeyError) return error.message;
      throw error;
    }
  };
  const write = (text: string, mode = 0o600): string => {
    const file = folder.path('node.key');
    writeFileSync(file, text, { mode });
    return file;
  };

  it('makes a key at the first start, for its owner alone, and finds it at the next', async () => {
    const file = folder.path('data/node.key');
    const first = await loadNodeKey(file);
    expect(isNodeId(first.id)).to.equal(true);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect((await loadNodeKey(file)).id).to.equal(first.id);
    expect(readdirSync(folder.path('data')).sort()).to.deep.equal(['node.crt', 'node.key', 'node.key.copy']);
  });

  it('gives two that start at once in one folder the same key', async () => {
    const file = folder.path('node.key');
    const [one, two] = await Promise.all([loadNodeKey(file), loadNodeKey(file)]);
    expect(one.id).to.equal(two.id);
  });

  it('keeps the certificate, which fits the key and has no end', async () => {
    const file = folder.path('node.key');
    const { certificate, privateKey } = await loadNodeKey(file);
    const x509 = new X509Certificate(readFileSync(folder.path('node.crt'), 'utf8'));
    expect(x509.checkPrivateKey(privateKey)).to.equal(true);
    expect([x509.validFrom, x509.validTo]).to.deep.equal(['Jan  1 00:00:00 2020 GMT', 'Dec 31 23:59:59 9999 GMT']);
    expect((await loadNodeKey(file)).certificate).to.equal(certificate);
  });

  it('makes the certificate again when it is damaged, or of another key', async () => {
    const file = folder.path('node.key');
    const { certificate } = await loadNodeKey(file);
    for (const other of ['', 'garbage', (await newNodeKey()).certificate]) {
      writeFileSync(folder.path('node.crt'), other);
      expect((await loadNodeKey(file)).certificate).to.equal(certificate);
      expect(readFileSync(folder.path('node.crt'), 'utf8')).to.equal(certificate);
    }
  });

  it('refuses a key that others can read, and says how to mend it', async () => {
    const file = folder.path('node.key');
    await loadNodeKey(file);
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(file, mode);
      expect(await refusal(file)).to.equal(`${file}: open to others (mode 0${mode.toString(8)}): chmod 600 ${file}`);
    }
    chmodSync(file, 0o400);
    expect(isNodeId(await refusal(file))).to.equal(true);
  });

  it('makes a damaged key again from its copy, says so, and keeps the damaged one', async () => {
    const file = folder.path('data/node.key');
    const { id } = await loadNodeKey(file);
    const whole = readFileSync(file, 'utf8');
    const other = whole.replace(/.(?=.\n-----END)/, (letter) => (letter === 'A' ? 'B' : 'A')); // a key as good as any
    for (const damaged of ['', whole.slice(0, 90), other]) {
      const warned: string[] = [];
      writeFileSync(file, damaged);
      expect((await loadNodeKey(file, { warn: (text) => warned.push(text) })).id).to.equal(id);
      expect(readFileSync(file, 'utf8')).to.equal(whole);
      const [, aside = ''] = /; set aside as (.*), made again from .*node\.key\.copy$/.exec(warned[0] ?? '') ?? [];
      expect([warned.length, readFileSync(aside, 'utf8')]).to.deep.equal([1, damaged]);
    }
  });

  it('refuses when the copy is damaged as well, and becomes a new node when the key is moved away', async () => {
    const file = folder.path('data/node.key');
    const { id } = await loadNodeKey(file);
    writeFileSync(file, '');
    writeFileSync(`${file}.copy`, '');
    expect(await refusal(file)).to.contain('not a private key in PEM');
    rmSync(file);
    const warned: string[] = [];
    expect((await loadNodeKey(file, { warn: (text) => warned.push(text) })).id).to.not.equal(id);
    expect(warned).to.have.lengthOf(1);
    expect(warned[0]).to.match(/is not there, so this becomes a new node; .* set aside as .*node\.key\.copy\.damaged-/);
  });

  it('refuses what is no key, and leaves it as it is', async () => {
    const file = write('not a key\n');
    expect(await refusal(file)).to.match(/node\.key: not a private key in PEM \(.+\): restore it, or move it away/);
    expect(readFileSync(file, 'utf8')).to.equal('not a key\n');
  });

  it('refuses an empty file, which a full disk may leave', async () =>
    expect(await refusal(write(''))).to.contain('not a private key in PEM'));

  it('refuses another kind of key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = write(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(await refusal(file)).to.contain('a key of type ec, must be ed25519');
  });

  it('refuses a file far too long to be a key without reading it', async () =>
    expect(await refusal(write('k'.repeat(5_000)))).to.contain('5000 bytes, limit 4096'));

  it('refuses what cannot be read or made, and says why in one line', async () => {
    const file = folder.path('node.key');
    mkdirSync(file, { mode: 0o700 });
    writeFileSync(folder.path('file'), '');
    const messages = [await refusal(file), await refusal(folder.path('file/node.key'))];
    expect(messages[0]).to.contain('node.key: cannot be read (EISDIR)');
    expect(messages[1]).to.contain('(ENOTDIR)');
    expect(messages.filter((message) => message.includes('\n'))).to.deep.equal([]);
  });
});
