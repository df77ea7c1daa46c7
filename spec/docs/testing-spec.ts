// Every block of docs/testing.md, pasted into a file and run by two test runners.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { codeBlocks } from '../support/codeBlocks.ts';
import { ran } from '../support/ran.ts';

const blocks = codeBlocks('docs/testing.md').filter(({ language }) => language === 'js');
const nameOf = (code: string): string => /^\/\/ (\S+)/.exec(code)?.[1] ?? 'unnamed.test.js';

describe('docs/testing.md', function () {
  this.timeout(30_000);
  let folder: string;

  before(() => {
    mkdirSync('.millrace', { recursive: true });
    folder = mkdtempSync(join('.millrace', 'testing-')); // where `millrace` is the package itself
    for (const { code } of blocks) {
      writeFileSync(join(folder, nameOf(code)), code);
      writeFileSync(join(folder, `node-${nameOf(code)}`), `import { it } from 'node:test';\n${code}`);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has a test in each of its blocks', () => {
    expect(blocks.length).to.be.at.least(7);
    for (const { code } of blocks) expect(code).to.match(/^\/\/ \w+\.test\.js\n[\s\S]*\bit\(/);
  });

  it('passes in mocha', async () => {
    const files = blocks.map(({ code }) => join(folder, nameOf(code)));
    const { code, output } = await ran('node_modules/mocha/bin/mocha.js', '--no-config', ...files);
    expect(output).to.not.contain('failing');
    expect(code).to.equal(0);
  });

  it('passes in node:test', async () => {
    const files = blocks.map(({ code }) => join(folder, `node-${nameOf(code)}`));
    const { code, output } = await ran('--test', ...files);
    expect(output).to.match(/fail 0\b/);
    expect(code, output).to.equal(0);
  });
});
