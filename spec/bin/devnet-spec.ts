// A devnet as `npm start` runs it: it converges, it stops whole, and it outlives nobody.
import { join } from 'node:path';
import { expect } from 'chai';
import { millrace, reportWhen, running, temporaryFolders, type Running } from '../support/cli.ts';

const folders = temporaryFolders();

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Resolves when none of them runs any more; the test's own time limit is the bound. */
const gone = async (pids: readonly number[]): Promise<void> => {
  while (pids.some(isRunning)) await new Promise((resolve) => setImmediate(resolve));
};

describe('devnet', function () {
  this.timeout(60_000);
  let devnet: Running | undefined;
  const start = async (data: string): Promise<readonly number[]> => {
    devnet = await running(/^converged in .*: 3 nodes, /, 'devnet', '--nodes', '3', '--data', data);
    return pidsOf(devnet.output());
  };
  const pidsOf = (text: string): readonly number[] => [...text.matchAll(/ pid (\d+)$/gm)].map(([, pid]) => Number(pid));
  afterEach(async () => {
    await devnet?.end('SIGTERM'); // its nodes write to their folders until they have ended
    devnet = undefined;
    folders.removeAll();
  });

  it('converges from one address, says where things are, and leaves no process on Ctrl-C', async () => {
    const data = folders.make();
    const pids = await start(data);
    expect(pids).to.have.length(3);
    expect(devnet?.output()).to.match(/^node-1 {2}ready {2}[a-z2-7]{32} {2}127\.0\.0\.1:\d+ {2}pid \d+$/m);
    const report = await reportWhen(join(data, 'node-2'), () => true);
    expect(report.node.label).to.equal('node-2');
    const said = devnet?.output() ?? '';
    const [, dashboard = ''] = /^the dashboard is at (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said) ?? [];
    expect((await (await fetch(`${dashboard}status`)).json())).to.have.nested.property('node.label', 'node-1');
    const ended = await devnet?.end('SIGINT');
    expect([ended?.code, ended?.stderr]).to.deep.equal([0, '']);
    expect(pids.filter(isRunning)).to.deep.equal([]);
  });

  it('takes its nodes along even when it is killed', async () => {
    const pids = await start(folders.make());
    await devnet?.end('SIGKILL');
    await gone(pids);
  });

  it('tells of a node that dies, and goes on without it', async () => {
    const pids = await start(folders.make());
    const told = devnet?.says(/^node-\d {2}ended {2}killed by SIGKILL/);
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    await told;
    await devnet?.says(/^converged again: 2 nodes/);
  });

  it('tells programs the same, an object a line', async () => {
    const data = folders.make();
    devnet = await running(/"event":"converged"/, 'devnet', '--nodes', '2', '--json', '--data', data);
    const converged = JSON.parse(devnet.line) as { readonly nodes: number; readonly digest: string };
    const { network } = await reportWhen(join(data, 'node-1'), () => true);
    expect(converged).to.deep.include({ nodes: 2, digest: network.digest });
    const { stdout } = await devnet.end('SIGTERM');
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly event: string });
    expect(events.map(({ event }) => event)).to.deep.equal(['ready', 'ready', 'converged', 'stopping', 'stopped']);
  });

  it('refuses a folder that another one uses, and ports that are taken', async () => {
    const data = folders.make();
    await start(data);
    const second = await millrace('devnet', '--data', data);
    expect(second.code).to.equal(1);
    expect(second.stderr).to.match(/^millrace: .*is in use.*process \d+/).and.not.match(/\n\s+at /);
    const port = /127\.0\.0\.1:(\d+)/.exec(devnet?.output() ?? '')?.[1] ?? '';
    const third = await millrace('devnet', '--nodes', '1', '--base-port', port, '--data', folders.make());
    expect(third.code).to.equal(1);
    expect(third.stderr).to.match(/millrace: node-1 {2}ended.*EADDRINUSE/);
  });
});
