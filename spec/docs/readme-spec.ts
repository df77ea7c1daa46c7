// What the README shows, pasted and run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { millrace, startedNode, type Node } from '../support/cli.ts';
import { blockOf, codeBlocks } from '../support/codeBlocks.ts';
import { ran } from '../support/ran.ts';

const README = 'README.md';

describe('the README', function () {
  this.timeout(30_000);
  let folder: string;

  // Within the project, where `millrace` is the package itself: as if it had been installed.
  before(() => {
    mkdirSync('.millrace', { recursive: true });
    folder = mkdtempSync(join('.millrace', 'readme-'));
    writeFileSync(join(folder, 'shortStay.js'), blockOf(README, 'shortStay.js'));
    writeFileSync(join(folder, 'shortStay.test.js'), blockOf(README, 'shortStay.test.js'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has a policy of ten lines at most', () => {
    const lines = blockOf(README, 'shortStay.js').split('\n');
    const code = lines.filter((line) => /\S/.test(line) && !/^\s*(\/\/|\/\*)/.test(line));
    expect(code.length).to.be.at.most(10);
  });

  it('shows a policy that runs in a node, and that why explains', async () => {
    const hurried = join(folder, 'hurried.js');
    writeFileSync(hurried, blockOf(README, 'shortStay.js').replace('60_000', '300'));
    const nodes: Node[] = [];
    try {
      const one = await startedNode(join(folder, 'one'), '--listen', '127.0.0.1:0');
      nodes.push(one);
      const two = await startedNode(join(folder, 'two'), '--policy', hurried, '--peer', one.address);
      nodes.push(two);
      const why = await explained(two.data, one.id);
      expect(why).to.match(/policy shortStay chose to close (?:in|out)-\d+: .*time is up/);
    } finally {
      await Promise.all(nodes.map((node) => node.end('SIGTERM')));
    }
  });

  it('shows a marble test that passes in mocha', async () => {
    const test = join(folder, 'shortStay.test.js');
    const { code, output } = await ran('node_modules/mocha/bin/mocha.js', '--no-config', test);
    expect(output).to.contain('1 passing');
    expect(code).to.equal(0);
  });

  it('shows a marble test that passes in node:test', async () => {
    const file = join(folder, 'forNode.test.js');
    writeFileSync(file, `import { it } from 'node:test';\n${blockOf(README, 'shortStay.test.js')}`);
    const { code, output } = await ran('--test', file);
    expect(output).to.match(/pass 1\b/);
    expect(code).to.equal(0);
  });

  it('shows a program that runs', async () => {
    const [program] = codeBlocks(README).filter(({ language }) => language === 'ts');
    const one = await startedNode(join(folder, 'three'), '--listen', '127.0.0.1:0');
    try {
      const file = join(folder, 'program.ts');
      const pasted = (program?.code ?? '').replace("'node.key'", `'${join(folder, 'program.key')}'`);
      const end = "\nnet.step$.subscribe(({ event }) => event.type === 'peer-opened' && net.stop('seen'));\n";
      writeFileSync(file, pasted.replace('127.0.0.1:7000', one.address) + end);
      const { code, output } = await ran('--import', 'tsx', file);
      expect(output).to.contain('peer-opened').and.to.contain('peer-closed');
      expect(code).to.equal(0);
    } finally {
      await one.end('SIGTERM');
    }
  });
});

/** Asks why until the answer names the policy: it closes a connection soon after each opens. */
const explained = async (data: string, subject: string): Promise<string> => {
  for (let asked = 0; asked < 200; asked++) {
    const { stdout } = await millrace('why', subject, '--data', data);
    if (stdout.includes('shortStay')) return stdout;
  }
  return expect.fail('the policy closed nothing in time');
};
