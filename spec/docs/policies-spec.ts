// The page about policies is what the sources say and what the specs have drawn.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { drawings } from '../support/drawing.ts';
import { CHAPTERS, policiesPage } from './policiesPage.ts';

const PAGE = 'docs/policies.md';

describe('docs/policies.md', () => {
  const namesIn = (folder: string): readonly string[] => readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));

  it('tells of every policy and every guard', () =>
    expect(CHAPTERS.flatMap(({ names }) => names))
      .to.have.members([...namesIn('lib/policies'), ...namesIn('lib/guards')]));

  it('is what the sources say and the specs have drawn, with a picture of each', function () {
    if (drawings().length === 0) this.skip(); // run alone: the specs that draw are not loaded
    const pictured = new Set(drawings().map(({ of }) => of));
    expect(CHAPTERS.flatMap(({ names }) => names).filter((name) => !pictured.has(name))).to.deep.equal([]);
    const page = policiesPage(drawings());
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8'), `run UPDATE_DOCS=1 npm run spec to write ${PAGE} anew`).to.equal(page);
  });
});
