// A devnet as its operator sees it from any node: one map, the same everywhere, with what dies and comes back.
import { join } from 'node:path';
import { expect } from 'chai';
import type { NetworkView } from '../../lib/status/networkView.ts';
import type { Report } from '../../lib/status/statusReport.ts';
import {
  millrace, reportWhen, running, startedNode, temporaryFolders, type Node, type Running,
} from '../support/cli.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const NODES = 5;
const folders = temporaryFolders();
const problems = schemaCheck('network');

const shown = async (data: string, format: string): Promise<string> => {
  const { code, stdout, stderr } = await millrace('network', '--format', format, '--data', data);
  expect([code, stderr]).to.deep.equal([0, '']);
  return stdout;
};

const view = async (data: string): Promise<NetworkView> => JSON.parse(await shown(data, 'json')) as NetworkView;

const isAgreed = (nodes: number) => ({ network }: Report): boolean =>
  network.nodes === nodes && network.agreement.proven;

/** All of them, once each has proven that all agree on a map of so many nodes. */
const agreed = async (folder: string, numbers: readonly number[], nodes: number): Promise<readonly NetworkView[]> => {
  const homes = numbers.map((number) => join(folder, `node-${number}`));
  await Promise.all(homes.map((data) => reportWhen(data, isAgreed(nodes))));
  return Promise.all(homes.map(view));
};

const edgesOf = ({ node, outgoing }: Report): readonly string[] => outgoing.map(({ id }) => `${node.id} ${id ?? ''}`);

describe('millrace network', function () {
  this.timeout(90_000);
  let devnet: Running | undefined;
  let again: Node | undefined;
  afterEach(async () => {
    await again?.end('SIGTERM');
    await devnet?.end('SIGTERM');
    folders.removeAll();
  });

  it('shows one map at every node, without one that was killed, and with it again when it is back', async () => {
    const folder = folders.make();
    devnet = await running(/^converged in .*: 5 nodes, /, 'devnet', '--nodes', String(NODES), '--data', folder);
    const all = await agreed(folder, [1, 2, 3, 4, 5], NODES);
    expect(all.flatMap(problems)).to.deep.equal([]);
    expect(all.map(({ nodes }) => nodes.map(({ label }) => label).sort())).to.deep.equal(
      all.map(() => ['node-1', 'node-2', 'node-3', 'node-4', 'node-5']));

    const reports = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => reportWhen(join(folder, `node-${number}`), () => true)));
    const connected = new Set(reports.flatMap(edgesOf));
    const last = await view(join(folder, 'node-1'));
    expect(last.edges.filter(({ tail, head }) => !connected.has(`${tail} ${head}`))).to.deep.equal([]);

    const ready = /node-5 {2}ready {2}(\S+) {2}(\S+) {2}pid (\d+)/.exec(devnet.output());
    const [, id = '', address = '', pid = ''] = ready ?? [];
    process.kill(Number(pid), 'SIGKILL');
    const without = await agreed(folder, [1, 2, 3, 4], NODES - 1);
    for (const { nodes, edges } of without) {
      expect(nodes.map((node) => node.id)).to.not.include(id);
      expect(edges.flatMap(({ tail, head }) => [tail, head])).to.not.include(id);
    }
    again = await startedNode(join(folder, 'node-5'), '--listen', address, '--label', 'node-5');
    const back = await agreed(folder, [1, 2, 3, 4, 5], NODES);
    expect(back.map(({ nodes }) => nodes.find((node) => node.id === id)?.verdict)).to.deep.equal(back.map(() => 'up'));
  });

  it('draws it in every format, and names those there are', async () => {
    const folder = folders.make();
    again = await startedNode(folder, '--label', 'alone');
    await reportWhen(folder, isAgreed(1));
    expect(await shown(folder, 'table')).to.match(/^NODE .*\n[a-z2-7]{8} +alone +up /);
    expect(await shown(folder, 'dot')).to.match(/^digraph /);
    expect(await shown(folder, 'mermaid')).to.match(/^(flowchart|graph) /);
    expect(await shown(folder, 'graphml')).to.match(/^<\?xml /);
    expect(await shown(folder, 'svg')).to.include('<svg ');
    const refused = await millrace('network', '--format', 'png', '--data', folder);
    expect([refused.code, refused.stderr]).to.deep.include(2);
    expect(refused.stderr).to.include('table, json, dot, mermaid, graphml, svg');
  });
});
