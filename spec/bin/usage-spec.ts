// What the command line says to whoever uses it wrongly: one line, an exit code, never a stack.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { millrace, startedNode, temporaryFolders, type Ended } from '../support/cli.ts';

const folders = temporaryFolders();

type Part = string | RegExp;

const expectOneLine = ({ code, stdout, stderr }: Ended, exitCode: number, ...parts: readonly Part[]): void => {
  expect(stdout).to.equal('');
  expect(stderr.trimEnd().split('\n')).to.have.length(1);
  expect(stderr).to.match(/^millrace: /).and.not.match(/\n\s+at /);
  for (const part of parts) {
    if (typeof part === 'string') expect(stderr).to.include(part);
    else expect(stderr).to.match(part);
  }
  expect(code).to.equal(exitCode);
};

const written = (name: string, text: string): string => {
  const file = join(folders.make(), name);
  writeFileSync(file, text);
  return file;
};

describe('the command line', function () {
  this.timeout(30_000);
  afterEach(() => folders.removeAll());

  const usages: readonly (readonly [string, readonly string[], readonly Part[]])[] = [
    ['an unknown command, with the nearest one', ['stats'], ["unknown command 'stats'", 'Did you mean status?']],
    ['an unknown flag, with the nearest one', ['start', '--lable', 'x'], ['--lable', 'Did you mean --label?']],
    ['an argument too many', ['status', 'now'], ['too many arguments']],
    ['an argument too few', ['why'], ["missing required argument 'subject'"]],
    ['a port that is none', ['start', '--listen', '127.0.0.1:99999'], ['--listen', 'port 99999, limit 65535']],
    ['an address that is none', ['dial', 'somewhere'], ['"somewhere"', 'not HOST:PORT']],
    ['a duration that is none', ['ban', '127.0.0.1', '--for', 'soon'], ['--for', '"soon"']],
    ['a ban that lasts no time', ['ban', '127.0.0.1', '--for', '0s'], ['--for', 'longer than nothing']],
    ['a number out of bounds', ['devnet', '--nodes', '0'], ['--nodes', 'from 1 to 50']],
    ['a transport that is none', ['start', '--transport', 'udp'], ['--transport', 'tls, tcp']],
    ['TCP that others can reach', ['start', '--transport', 'tcp', '--listen', '0.0.0.0:0'], ['0.0.0.0:0', 'insecure']],
    ['an HTTP address that is none', ['start', '--http', 'on'], ['http: ', '"on"', 'not HOST:PORT']],
    ['HTTP that others can reach', ['start', '--http', '0.0.0.0:0'], ['http is 0.0.0.0:0', 'httpExpose']],
    ['a configuration that is not there', ['start', '--config', 'no-such.yaml'], ['no-such.yaml', 'ENOENT']],
  ];
  for (const [what, args, parts] of usages) {
    it(`refuses ${what}`, async () => {
      const data = args[0] === 'start' ? ['--data', join(folders.make(), 'data')] : [];
      expectOneLine(await millrace(...args, ...data), 2, ...parts);
    });
  }

  it('says where a configuration is wrong, and what was likely meant', async () => {
    const file = written('node.yaml', 'label: north\nlisen: ["127.0.0.1:0"]\n');
    expectOneLine(await millrace('start', '--config', file), 2, `${file}:2:1`, 'lisen', 'listen');
    expectOneLine(await millrace('config', 'check', file), 1, `${file}:2:1`);
  });

  it('says that a port is taken, and leaves nothing behind', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const data = join(folders.make(), 'data');
    const ended = await millrace('start', '--listen', `127.0.0.1:${port}`, '--http', 'off', '--data', data);
    await new Promise((resolve) => server.close(resolve));
    expectOneLine(ended, 1, `cannot listen on 127.0.0.1:${port}`, 'EADDRINUSE');
    expectOneLine(await millrace('status', '--data', data), 1, `no node runs with data folder ${data}`);
    const node = await startedNode(data); // neither lock nor socket stand in its way
    expect((await node.end('SIGTERM')).code).to.equal(0);
  });

  it('refuses a key that others can read', async () => {
    const data = folders.make();
    await millrace('id', '--data', data);
    chmodSync(join(data, 'node.key'), 0o644);
    expectOneLine(await millrace('start', '--data', data, '--http', 'off'), 1, 'node.key', 'chmod 600');
  });

  it('refuses a key that is none', async () => {
    const data = folders.make();
    writeFileSync(join(data, 'node.key'), 'no key', { mode: 0o600 });
    expectOneLine(await millrace('start', '--data', data, '--http', 'off'), 1, 'node.key', 'not a private key');
  });

  it('names the process that has the data folder', async () => {
    const data = folders.make();
    const node = await startedNode(data);
    const second = await millrace('start', '--data', data, '--http', 'off');
    await node.end('SIGTERM');
    expectOneLine(second, 1, data, 'is in use', String(node.child.pid));
  });

  it('refuses a data folder whose socket path is too long, and says what to do', async () => {
    const data = join(folders.make(), 'x'.repeat(120));
    expectOneLine(await millrace('start', '--data', data, '--http', 'off'), 1, 'limit 103', 'shorter --data DIR');
  });

  it('starts all the same when the address book is damaged, and says so', async () => {
    const data = folders.make();
    writeFileSync(join(data, 'peers.json'), '{"version":1,');
    const ended = await (await startedNode(data)).end('SIGTERM');
    expect(ended.code).to.equal(0);
    expect(ended.stderr).to.match(/^millrace: .*peers\.json.*set aside/).and.not.match(/\n\s+at /);
  });

  const modules: readonly (readonly [string, string, string])[] = [
    ['throws', 'throw new Error("not today")', 'not today'],
    ['cannot be parsed', 'export const policies = {', 'cannot be loaded'],
    ['imports what is not there', 'import "no-such-package";', 'no-such-package'],
    ['exports nothing of use', 'export const policy = () => 1;', 'exports neither policies nor guards'],
    ['exports a list', 'export const policies = [];', 'policies is a list, no record'],
    ['exports a record of numbers', 'export const guards = { mine: 7 };', 'guards.mine is a number, no function'],
    ['throws when it is asked', 'export const policies = () => { throw new Error("later") };', 'later'],
  ];
  for (const [what, text, part] of modules) {
    it(`refuses a policy module that ${what}, and says what was expected`, async () => {
      const file = written('mine.mjs', text);
      const ended = await millrace('start', '--data', join(folders.make(), 'data'), '--http', 'off', '--policy', file);
      expectOneLine(ended, 2, file, part, 'export const policies = { name: policy }');
    });
  }

  it('refuses a policy module that is not there', async () => {
    const file = join(folders.make(), 'none.mjs');
    const ended = await millrace('start', '--data', join(folders.make(), 'data'), '--policy', file);
    expectOneLine(ended, 2, file, 'cannot be loaded');
  });

  it('says that no node runs with a data folder', async () => {
    const data = folders.make();
    for (const command of [['status'], ['peers'], ['events'], ['why', 'out-1'], ['dump'], ['drop', 'out-1']]) {
      expectOneLine(await millrace(...command, '--data', data), 1, `no node runs with data folder ${data}`);
    }
  });

  it('replaces the socket that a killed node left, and tells it from one that is in use', async () => {
    const data = folders.make();
    await (await startedNode(data)).end('SIGKILL');
    expectOneLine(await millrace('status', '--data', data), 1, 'no node runs with data folder', 'ECONNREFUSED');
    const node = await startedNode(data);
    const status = await millrace('status', '--json', '--data', data);
    await node.end('SIGTERM');
    expect((JSON.parse(status.stdout) as { node: { id: string } }).node.id).to.equal(node.id);
  });

  it('does not take a file for its socket', async () => {
    const data = folders.make();
    mkdirSync(join(data, 'control.sock'));
    expectOneLine(await millrace('start', '--data', data, '--http', 'off'), 1, 'control.sock', 'in the way');
  });

  it('prints help and fails when it is told nothing', async () => {
    const { code, stderr } = await millrace();
    expect(code).to.equal(2);
    expect(stderr).to.include('Usage: millrace');
  });

  it('says to programs what is wrong with a configuration, and where', async () => {
    const file = written('node.yaml', 'label: north\nlisen: ["127.0.0.1:0"]\n');
    const { code, stdout } = await millrace('config', 'check', file, '--json');
    expect(code).to.equal(1);
    const said = JSON.parse(stdout) as { ok: boolean; problems: object[] };
    expect(said).to.include({ file, ok: false });
    expect(said.problems[0]).to.include({ file, line: 2, column: 1 });
    const good = await millrace('config', 'check', written('node.yaml', 'label: north\n'), '--json');
    expect(JSON.parse(good.stdout)).to.deep.include({ ok: true, problems: [] });
  });

  it('prints a configuration that it reads back, and its schema', async () => {
    const { stdout } = await millrace('config', 'print', '--label', 'north', '--peer', '127.0.0.1:7000');
    const file = written('node.yaml', stdout);
    expect((await millrace('config', 'check', file)).stdout).to.equal(`${file}: in order\n`);
    const again = await millrace('config', 'print', '--config', file, '--json');
    expect(JSON.parse(again.stdout)).to.include({ label: 'north' }).and.deep.include({ peers: ['127.0.0.1:7000'] });
    expect(JSON.parse((await millrace('config', 'schema')).stdout)).to.have.property('properties');
  });
});
