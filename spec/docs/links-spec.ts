// Every link of every page leads somewhere: to a file that is there, and to a heading that is in it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';

const pagesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => normalize(join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules/') && !path.startsWith('docs/reference/'));

const PAGES = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'bench', 'deploy', 'examples'].filter((folder) => existsSync(folder)).flatMap(pagesIn),
].sort();

/** Without what is code: brackets mean something else there. */
const textOf = (page: string): string =>
  readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '`');

/** As GitHub names them: in lower case, punctuation gone, blanks to hyphens, a number behind one that comes again. */
const anchorsOf = (page: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const headings = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, title = '']) => {
    const slug = title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  }));
};

const LINK = /\]\(([^)\s]+)(?: "[^"]*")?\)/g;

const broken = (page: string): readonly string[] =>
  [...textOf(page).matchAll(LINK)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
    if (!existsSync(file)) return [`${page}: ${target} is not there`];
    if (anchor === undefined || statSync(file).isDirectory()) return [];
    return anchorsOf(file).has(anchor) ? [] : [`${page}: ${target} has no such heading`];
  });

describe('the pages', () => {
  it('link to what is there', () => expect(PAGES.flatMap(broken)).to.deep.equal([]));

  it('of docs/ are all in its index', () => {
    const index = readFileSync('docs/README.md', 'utf8');
    const missing = pagesIn('docs').filter((page) => page !== 'docs/README.md')
      .filter((page) => !index.includes(`](${page.replace('docs/', '')})`));
    expect(missing).to.deep.equal([]);
  });
});
