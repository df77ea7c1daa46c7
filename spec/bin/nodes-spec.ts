// Three nodes started by hand: what their operators see, and what comes of orders.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { EntryJson } from '../../lib/status/entryJson.ts';
import type { Report } from '../../lib/status/statusReport.ts';
import { millrace, reportWhen, running, startedNode, temporaryFolders, type Node } from '../support/cli.ts';

const folders = temporaryFolders();
const edges = ({ incoming, outgoing }: Report): readonly string[] =>
  [...incoming, ...outgoing].map(({ id }) => id ?? '');
const isConnectedTo = (id: string) => (report: Report): boolean => edges(report).includes(id);
const isApartFrom = (id: string) => (report: Report): boolean => !edges(report).includes(id);

interface WhyJson {
  readonly subject: string;
  readonly chain: readonly EntryJson[];
  readonly summary: string;
}

const why = async (subject: string, { data }: Node): Promise<WhyJson> =>
  JSON.parse((await millrace('why', subject, '--json', '--data', data)).stdout) as WhyJson;

describe('nodes started by hand', function () {
  this.timeout(60_000);
  const nodes: Node[] = [];
  const start = async (data: string, ...args: readonly string[]): Promise<Node> => {
    const node = await startedNode(data, ...args);
    nodes.push(node);
    return node;
  };
  const pair = async (): Promise<readonly [Node, Node]> => {
    const first = await start(folders.make(), '--label', 'first');
    const second = await start(folders.make(), '--label', 'second', '--peer', `${first.id}@${first.address}`);
    await reportWhen(first.data, isConnectedTo(second.id));
    await reportWhen(second.data, isConnectedTo(first.id));
    return [first, second];
  };
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.end('SIGKILL')));
    folders.removeAll();
  });

  it('find each other from one address, and stop in good order', async () => {
    const [first, second] = await pair();
    const third = await start(folders.make(), '--peer', first.address);
    await reportWhen(third.data, (report) => isConnectedTo(first.id)(report) && isConnectedTo(second.id)(report));
    const ended = await third.end('SIGINT');
    expect([ended.code, ended.stderr]).to.deep.equal([0, '']);
    expect(existsSync(join(third.data, 'control.sock'))).to.equal(false);
    const report = await reportWhen(first.data, isApartFrom(third.id));
    expect(report.closed).to.have.property('in/stopping', 1);
  });

  it('show who was killed and why it is gone, and take it back with the id it had', async () => {
    const [first, second] = await pair();
    await second.end('SIGKILL');
    await reportWhen(first.data, isApartFrom(second.id));
    const { subject, chain, summary } = await why(second.id.slice(0, 8), first);
    expect(subject).to.equal(second.id.slice(0, 8));
    expect(summary).to.match(/\(second\).*(reset by the network|without a goodbye)/);
    expect(chain[0]).to.include.keys('id', 'at', 'kind', 'by', 'cause', 'type');
    const again = await start(second.data, '--label', 'second', '--listen', second.address);
    expect(again.id).to.equal(second.id);
    await reportWhen(first.data, isConnectedTo(second.id)); // which had gone on looking there
  });

  it('explain a connection that stands, at both ends', async () => {
    const [first, second] = await pair();
    const [outgoing] = (await reportWhen(second.data, isConnectedTo(first.id))).outgoing;
    const dialled = await why(outgoing?.peer ?? '', second);
    expect(dialled.summary).to.match(/\(first\) at .* has been alive for .*: dialled because policy slots chose it/);
    expect(dialled.chain.map(({ type }) => type).slice(0, 4)).to.deep.equal(
      ['peer-opened', 'welcome', 'peer-greeted', 'dial']);
    expect((await why('second', first)).summary).to.match(/\(second\).* alive for .*: it dialled this node/);
    const text = await millrace('why', outgoing?.peer ?? '', '--data', second.data);
    expect(text.stdout.split('\n')[2]).to.match(/^\d\d:\d\d:\d\d\.\d{3} {2}out-\d+ to .* is alive$/);
  });

  it('drop, and dial again, when they are told to', async () => {
    const [first, second] = await pair();
    const dropped = await millrace('drop', first.id.slice(0, 8), '--data', second.data);
    expect(dropped.stdout).to.match(/^closing out-\d+\n$/);
    await reportWhen(second.data, isApartFrom(first.id));
    expect((await why(first.id, second)).summary).to.match(/an operator dropped it; redial waits 9 min/);
    const unknown = await millrace('drop', 'out-999', '--data', second.data);
    expect([unknown.code, unknown.stderr]).to.deep.equal([1, 'millrace: no connection is out-999: ' +
      'not the id, node, address or host of one (see millrace peers)\n']);
    const dialled = await millrace('dial', first.address, '--json', '--data', second.data);
    expect(JSON.parse(dialled.stdout)).to.have.property('peers').with.length(1);
    await reportWhen(second.data, isConnectedTo(first.id));
  });

  it('ban, say so to whoever asks why, and unban', async () => {
    const [first, second] = await pair();
    const banned = await millrace('ban', second.id, '--for', '2h', '--reason', 'floods', '--data', first.data);
    expect(banned.stdout).to.match(new RegExp(`^banned ${second.id} for 2 h, closing in-\\d+\n$`));
    const report = await reportWhen(first.data, isApartFrom(second.id));
    expect(report.banned).to.have.length(1);
    expect(report.banned[0]).to.include({ subject: second.id, reason: 'floods' });
    const { summary } = await why(second.id, first);
    expect(summary).to.match(/is banned for another 1 h 59 min: floods$/);
    const refused = await millrace('dial', `${second.id}@${second.address}`, '--data', first.data);
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.match(/^millrace: refused by guard notBanned: /);
    const nobody = await millrace('unban', '203.0.113.9', '--data', first.data);
    expect([nobody.code, nobody.stderr]).to.deep.equal([1,
      `millrace: 203.0.113.9 is not banned: banned are ${second.id}\n`]);
    expect((await millrace('unban', second.id.slice(0, 8), '--data', first.data)).stdout)
      .to.equal(`lifted the ban on ${second.id}\n`);
    await millrace('dial', `${second.id}@${second.address}`, '--data', first.data);
    await reportWhen(first.data, isConnectedTo(second.id));
  });

  it('say what they know nothing of', async () => {
    const node = await start(folders.make());
    const unknown = await millrace('why', '203.0.113.9:7000', '--data', node.data);
    expect(unknown.code).to.equal(1);
    expect(unknown.stderr).to.match(/^millrace: nothing is known of 203\.0\.113\.9:7000/);
    expect((await millrace('why', '!', '--data', node.data)).stderr).to.match(/^millrace: "!" is no subject: /);
    expect((await millrace('why', node.id, '--data', node.data)).stderr).to.match(/is this node itself/);
  });

  it('say to programs when they are ready, and where', async () => {
    const args = ['start', '--json', '--listen', '127.0.0.1:0', '--http', 'off', '--data', folders.make()];
    const node = await running(/^\{"ready"/, ...args);
    await node.end('SIGTERM');
    const { ready, id, listening, http } = JSON.parse(node.line) as Readonly<Record<string, unknown>>;
    expect([ready, http]).to.deep.equal([true, null]);
    expect(id).to.match(/^[a-z2-7]{32}$/);
    expect(listening).to.have.length(1).and.satisfy(([one]: string[]) => /^127\.0\.0\.1:\d+$/.test(one ?? ''));
  });

  it('say how much they hold at most, and of which limits that is the sum', async () => {
    const node = await running(/^holds at most/, 'start', '--http', 'off', '--data', folders.make());
    await node.end('SIGTERM');
    expect(node.line).to.match(
      /^holds at most 3\d\d MiB: process 96, connections 50 \(80 x 640 KiB\), .*caches 32, of 1024 MiB allowed$/);
  });

  it('dump the report that they would show', async () => {
    const node = await start(folders.make());
    const { stdout } = await millrace('dump', '--data', node.data);
    expect(stdout).to.equal(`wrote ${join(node.data, 'status.json')}\n`);
    const dumped = JSON.parse(readFileSync(join(node.data, 'status.json'), 'utf8')) as Report;
    expect(dumped.node.id).to.equal(node.id);
  });

  it('tell what happens as it happens, in words and for programs', async () => {
    const node = await start(folders.make());
    // with --all there is a tick to wait for, so that it is known to listen
    const objects = await running(/"type":"ticked"/, 'events', '--all', '--json', '--data', node.data);
    const words = await running(/ ticked$/, 'events', '--all', '--data', node.data);
    await millrace('ban', '203.0.113.9', '--data', node.data);
    const line = await objects.says(/"type":"subject-banned"/);
    expect(JSON.parse(line)).to.include({ kind: 'event', by: 'echo', type: 'subject-banned', subject: '203.0.113.9' });
    await words.says(/^\d\d:\d\d:\d\d\.\d{3} {2}banned 203\.0\.113\.9 until .*because the operator asked for it$/);
    expect((await words.end('SIGINT')).code).to.equal(0);
    await node.end('SIGTERM');
    expect((await objects.ended).code).to.equal(0); // the node told that it stops
  });

  it('run the policies and guards of a module that imports our copy of everything, wherever it lies', async () => {
    const file = join(folders.make(), 'mine.mjs');
    writeFileSync(file, [
      "import { issue, on, ban, because } from 'millrace';",
      "import { pipe } from 'rxjs';",
      "const greet = pipe(on('node-started'), issue(() =>",
      "  [{ command: ban('203.0.113.9', { forMs: 60_000, reason: 'mine' }), inputs: { sure: true } }]));",
      'export const policies = (env) => ({ greet });',
      "export const guards = { never: ({ command }) => command.type === 'dial' ? 'refused: no dialling' : undefined };",
      '',
    ].join('\n'));
    const node = await start(folders.make(), '--policy', file);
    const report = await reportWhen(node.data, ({ banned }) => banned.length > 0);
    expect(report.banned[0]).to.include({ subject: '203.0.113.9', reason: 'mine' });
    const { chain } = await why('203.0.113.9', node);
    expect(chain.find(({ by }) => by === 'greet')).to.deep.include({ type: 'ban', inputs: { sure: true } });
    const refused = await millrace('dial', '127.0.0.1:9', '--data', node.data);
    expect(refused.stderr).to.equal('millrace: refused by guard never: refused: no dialling\n');
  });
});
