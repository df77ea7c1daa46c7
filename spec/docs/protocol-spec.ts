// docs/protocol.md says what the code does: its tables are the code's, its test vector is right, and its client runs.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { of, type Subscription } from 'rxjs';
import helloSchema from '../../schema/hello.schema.json' with { type: 'json' };
import { PROTOCOL_VERSION } from '../../lib/hello.ts';
import { CERTIFICATE_BYTES_MAX } from '../../lib/identity/checkCertificate.ts';
import { newNodeKey } from '../../lib/identity/nodeKey.ts';
import { node } from '../../lib/node.ts';
import { nodeIdOf } from '../../lib/nodeId.ts';
import { RequestError, type RequestErrorCode } from '../../lib/peer.ts';
import { DEADLINES_MS } from '../../lib/peers/deadlines.ts';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../../lib/reasons.ts';
import { CONTEST_MS } from '../../lib/reducers/handshake.ts';
import { ALPN, BINDING_LABEL } from '../../lib/transports/tlsHandshake.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import { encodeFarewell } from '../../lib/wire/farewell.ts';
import { encodeFailure } from '../../lib/wire/failure.ts';
import { ERROR_CODE } from '../../lib/wire/frame.ts';
import * as limits from '../../lib/wire/limits.ts';
import * as sessionLimits from '../../lib/wire/sessionLimits.ts';
import { HELLO_ROUTE, setUpFrame } from '../../lib/wire/setUp.ts';
import { noSocketsLeft } from '../support/ends.ts';
import { someone } from '../support/stranger.ts';
import { tempFolder } from '../support/tempFolder.ts';

const page = readFileSync('docs/protocol.md', 'utf8');

/** From a heading to the next one of any depth. */
const section = (heading: string): string => {
  const [, after] = page.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`no section "${heading}"`);
  return after.split(/\n#+ /)[0] ?? '';
};

/** The cells of each row that begins with something in backquotes. */
const rows = (text: string, at = 0): readonly (readonly string[])[] =>
  text.split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | ').map((cell) => cell.trim()))
    .filter((cells) => cells[at]?.startsWith('`'));

const unquoted = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

/** What the wire never shows: how a node allocates and writes. */
const INTERNAL = ['KIB', 'MIB', 'SLAB_BYTES', 'BY_REFERENCE_BYTES_MIN'];

const CONSTANTS: Readonly<Record<string, unknown>> = {
  ...limits, ...sessionLimits, CERTIFICATE_BYTES_MAX, CONTEST_MS,
  ...Object.fromEntries(Object.entries(DEADLINES_MS).map(([phase, ms]) => [`DEADLINES_MS.${phase}`, ms])),
};

describe('docs/protocol.md', () => {
  it('has every limit with the value of its constant, and every constant that the wire shows', () => {
    const table = rows(section('## Limits'), 1);
    const said = Object.fromEntries(table.map(([, name, value = '']) =>
      [unquoted(name), Number((/^[\d,]+/.exec(value)?.[0] ?? '').replaceAll(',', ''))]));
    expect(said).to.deep.equal(
      Object.fromEntries(Object.entries(CONSTANTS).filter(([name]) => !INTERNAL.includes(name))));
    expect(Object.keys(said)).to.have.length(table.length);
  });

  it('explains every reason that a goodbye may have, and what to do about it, and every other end', () => {
    const [goodbyes = '', broken = ''] = section('## Goodbyes').split('Reports and events of a node');
    const table = rows(goodbyes).filter((cells) => cells.length === 3);
    expect(table.map(([reason]) => unquoted(reason))).to.have.members([...GOODBYE_REASONS]);
    for (const [reason, when, what] of table) expect(when && what, reason).to.match(/\w{2}/);
    expect(rows(broken).map(([reason]) => unquoted(reason))).to.have.members([...BROKEN_REASONS]);
  });

  it('names the reasons that are told with a detail', () => {
    const told = GOODBYE_REASONS.filter((reason) =>
      Buffer.from(encodeFarewell({ reason, detail: 'why' }).data).toString().includes('why'));
    const sentence = /`detail` is for people, and told only with ([^:]*):/.exec(section('## Goodbyes'))?.[1] ?? '';
    expect([...sentence.matchAll(/`([^`]+)`/g)].map(([, reason]) => reason)).to.have.members([...told]);
  });

  it('names the reasons that accuse', () => {
    const { CONNECTION_ERROR } = ERROR_CODE;
    const accusing = GOODBYE_REASONS.filter((reason) => encodeFarewell({ reason }).code === CONNECTION_ERROR);
    const sentence = /a reason that accuses \(([^)]*)\)/.exec(section('## Goodbyes'))?.[1] ?? '';
    expect([...sentence.matchAll(/`([^`]+)`/g)].map(([, reason]) => reason)).to.have.members(accusing);
  });

  it('gives the test vector of a node id', () => {
    const vector = Object.fromEntries(rows(section('## Who a node is').replaceAll('| key', '| `key`')
      .replaceAll('| SPKI', '| `SPKI`').replaceAll('| SHA-256', '| `SHA-256`').replaceAll('| id', '| `id`'))
      .map(([name, value]) => [unquoted(name), unquoted(value)]));
    const spki = Buffer.from(vector['SPKI'] ?? '', 'hex');
    expect(spki).to.have.length(44);
    expect(vector['SPKI']).to.equal(`302a300506032b6570032100${vector['key']}`);
    expect(vector['SHA-256']).to.equal(createHash('sha256').update(spki).digest('hex'));
    expect(vector['id']).to.equal(nodeIdOf(spki));
  });

  it('has every field of a hello, and says which are required', () => {
    const table = rows(section('### The hello'));
    expect(table.map(([field]) => unquoted(field))).to.deep.equal(Object.keys(helloSchema.properties));
    expect(table.filter(([, required]) => required === 'required').map(([field]) => unquoted(field)))
      .to.deep.equal(helloSchema.required);
  });

  it('has every way a request fails, with its code on the wire', () => {
    const sayable: readonly RequestErrorCode[] =
      ['no-such-route', 'rejected', 'invalid', 'cancelled', 'too-big', 'failed'];
    const expected = sayable.map((code) => {
      const { code: number } = encodeFailure(1, new RequestError(code, 'x'));
      const name = Object.entries(ERROR_CODE).find(([, value]) => value === number)?.[0] ?? '';
      return `${code}: ${name} 0x${number.toString(16)}`;
    });
    expect(rows(section('### When a request fails')).map(([code, on]) => `${unquoted(code)}: ${unquoted(on)}`))
      .to.deep.equal(expected);
  });

  it('names what both ends must agree on as the code does, and files that are there', () => {
    const { metadataMime, dataMime } = setUpFrame(new Uint8Array());
    const names = [ALPN, BINDING_LABEL, HELLO_ROUTE, metadataMime, dataMime];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
    expect(page).to.contain(`of this protocol: ${PROTOCOL_VERSION}`);
    const files = [...page.matchAll(/`((?:schema|spec|lib|docs)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file);
    expect(files.length).to.be.above(3);
    expect(files.filter((file) => !existsSync(file))).to.deep.equal([]);
  });

  describe('its client', () => {
    const folder = tempFolder();
    let running: Subscription;

    beforeEach(folder.make);
    afterEach(async () => {
      running.unsubscribe();
      await noSocketsLeft();
      folder.remove();
    });

    /** Runs the page's own code against a node; what it prints, and how it ends. */
    const run = (...args: readonly string[]): Promise<{ out: string; err: string; code: number }> =>
      new Promise((done) => {
        const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? '';
        writeFileSync(folder.path('client.mjs'), code);
        execFile(process.execPath, ['client.mjs', ...args], { cwd: folder.path(), env: {} }, (error, out, err) =>
          done({ out, err, code: typeof error?.code === 'number' ? error.code : 0 }));
      });

    it('is welcome, with a certificate of its own, and is answered', async () => {
      const me = await someone();
      writeFileSync(folder.path('key.pem'), me.key);
      writeFileSync(folder.path('cert.pem'), me.cert);
      symlinkSync(resolve('node_modules'), folder.path('node_modules'));
      const key = await newNodeKey();
      const net = node({ id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'] });
      net.respond('echo', ({ data }) => of(data));
      const opened: string[] = [];
      const port = await new Promise<string>((listening) => {
        running = net.step$.subscribe(({ event }) => {
          if (event.type === 'listening-started') listening(event.address.split(':')[1] ?? '');
          if (event.type === 'peer-opened') opened.push(event.node);
        });
      });
      const asked = await run('127.0.0.1', port);
      expect(asked).to.deep.include({ err: '', code: 0 });
      expect(JSON.parse(asked.out)).to.deep.include({ id: key.id, network: 'millrace' });
      expect(await run('127.0.0.1', port, 'echo', 'hi')).to.deep.equal({ out: 'hi\n', err: '', code: 0 });
      expect(await run('127.0.0.1', port, 'nowhere')).to.deep.include({ out: '', code: 1 })
        .and.to.have.property('err').that.contains('no-such-route');
      expect(opened).to.deep.equal([me.id, me.id, me.id]);
    });
  });
});
