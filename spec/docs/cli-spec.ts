// The page about the command line is what the commands say of themselves.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { commandsPage } from './commandsPage.ts';

const PAGE = 'docs/cli.md';

describe('docs/cli.md', () => {
  it('is the help of every command', () => {
    const page = commandsPage();
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8'), `run UPDATE_DOCS=1 npm run spec to write ${PAGE} anew`).to.equal(page);
  });
});
