// What pages show and no other spec runs: commands are commands with flags that exist, modules load, and export policies.
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { parseConfig } from '../../lib/config/parseConfig.ts';
import { codeBlocks } from '../support/codeBlocks.ts';
import { commandRunBy, wordsOf } from '../support/commandLine.ts';

const inDocs = readdirSync('docs').filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', ...inDocs.map((name) => `docs/${name}`)];

const blocks = (language: string): readonly (readonly [string, string])[] =>
  PAGES.flatMap((page) => codeBlocks(page).filter((block) => block.language === language)
    .map(({ code }) => [page, code] as const));

describe('the blocks of the pages', () => {
  it('show commands that there are, with flags that they have', async () => {
    const lines = blocks('sh').flatMap(([page, code]) =>
      code.split('\n').filter((line) => line.startsWith('millrace ')).map((line) => [page, line] as const));
    expect(lines).to.not.be.empty;
    for (const [page, line] of lines) {
      const ran = await commandRunBy(wordsOf(line)).catch((error: unknown) => String(error));
      expect(line.includes(` ${ran ?? ''}`), `${page}: ${line}: ${ran}`).to.equal(true);
    }
  });

  it('import what is exported', async () => {
    const [main, kit] = [await import('../../lib/index.ts'), await import('../../lib/testing/index.ts')];
    const exported: Readonly<Record<string, object>> = { 'millrace': main, 'millrace/testing': kit };
    const wrong = [...blocks('js'), ...blocks('ts')].flatMap(([page, code]) =>
      [...code.matchAll(/import \{([^}]*)\} from '(millrace(?:\/testing)?)'/g)].flatMap(([, names = '', from = '']) =>
        names.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '))
          .filter((name) => !Object.hasOwn(exported[from] ?? {}, name)).map((name) => `${page}: ${name} of ${from}`)));
    expect(wrong).to.deep.equal([]);
  });

  it('show configurations that can be used', () => {
    const shown = blocks('yaml');
    expect(shown).to.not.be.empty;
    for (const [page, code] of shown) expect(() => parseConfig(code, page)).to.not.throw();
  });
});
