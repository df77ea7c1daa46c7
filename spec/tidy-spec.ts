// The house style, as far as a program can check it: docs/architecture.md says what each rule is for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';

interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

const read = (folder: string): readonly Source[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => normalize(join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules/')) // bench/ has some of its own
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path, text, lines: text.trimEnd().split('\n') };
    });

const lib = read('lib');
const spec = read('spec');
const examples = read('examples');
const bench = read('bench');
const all = [...lib, ...spec, ...examples, ...bench];

/** The one file that names what it forbids. */
const THIS = 'spec/tidy-spec.ts';

const pathsOf = (sources: readonly Source[]): readonly string[] => sources.map(({ path }) => path);

const importsOf = ({ path, text }: Source): readonly string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, to = '']) => normalize(join(dirname(path), to)));

const outsideComments = ({ lines }: Source): readonly string[] =>
  lines.map((line) => line.replace(/^\s*(\*|\/\/|\/\*).*$/, '').replace(/\s\/\/ .*$/, ''));

/** Which folders of lib/ a folder may import from, beside the contracts in lib/ itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bin: ['*'],
  testing: ['*'],
  effects: ['peers', 'store', 'status', 'exchange', 'network'],
  exchange: ['network'],
  peers: ['wire'],
  sources: ['store'],
  control: ['status', 'journals', 'reducers'],
  dashboard: ['status'], // runs in a browser: what it takes from there must do without Node
  http: ['status', 'journals', 'network'],
  metrics: ['status', 'network'],
  status: ['journals', 'reducers', 'network'],
  transports: ['identity', 'network'],
  network: ['identity'],
  config: [],
  guards: [],
  identity: [],
  journals: [],
  policies: ['network'],
  recording: ['exchange', 'network'],
  presets: ['policies', 'guards'],
  reducers: ['network', 'exchange'],
  store: [],
  wire: [],
};

const folderOf = (path: string): string | undefined => /^lib\/([^/]+)\//.exec(path)?.[1];

/** Time, chance and the outside, where they may be named. */
const AMBIENT =
  /\b(Date\.now|Math\.random|setTimeout|setInterval|setImmediate|performance\.now|process\.nextTick|new Date\(\))/;
const MAY_BE_AMBIENT = /^lib\/(env\.ts|bin\/|transports\/(tcp|tls|socket))/;
/** A page ends with its window, so the three that bind it to its streams own their subscriptions for good. */
const PAGE = 'dashboard/(app|map/mapView|view/mapPane)';
const OWNERS = '(peers|exchange|wire|bin|testing|transports|control|http|recording)/';
const MAY_SUBSCRIBE = new RegExp(`^lib/((controller|lazily|expanded|whenStill).ts|${OWNERS}|${PAGE})`);

const offenders = (sources: readonly Source[], pattern: RegExp): readonly string[] =>
  sources.flatMap((source) =>
    outsideComments(source).flatMap((line, index) =>
      pattern.test(line) ? [`${source.path}:${index + 1}: ${line.trim()}`] : [],
    ),
  );

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('the house style', () => {
  it('keeps lines within 120 characters', () =>
    expect(offenders(all, /^.{121,}$/u)).to.deep.equal([]));

  it('keeps files within 300 lines, and half of them within 80', () => {
    expect(pathsOf([...lib, ...examples, ...bench].filter(({ lines }) => lines.length > 300))).to.deep.equal([]);
    expect(median(lib.map(({ lines }) => lines.length))).to.be.at.most(80);
  });

  it('begins every file with a sentence that says what it is for', () =>
    expect(pathsOf(all.filter(({ lines }) => !/^(#!|\/\/ \S)/.test(lines[0] ?? '')))).to.deep.equal([]));

  it('has no any, no default export, no enum, and no rule switched off without a reason', () => {
    expect(offenders(all, /(:|<|as)\s*any\b/)).to.deep.equal([]);
    expect(offenders(all, /^export default\b/)).to.deep.equal([]);
    expect(offenders(all, /^\s*(export\s+)?(const\s+)?enum\s/)).to.deep.equal([]);
    const unreasoned = /@ts-ignore|eslint-disable(?!-next-line [^\n]+ -- )/;
    expect(pathsOf(all.filter(({ path, text }) => path !== THIS && unreasoned.test(text)))).to.deep.equal([]);
  });

  it('names time and chance only where they come in', () =>
    expect(offenders(lib.filter(({ path }) => !MAY_BE_AMBIENT.test(path)), AMBIENT)).to.deep.equal([]));

  it('subscribes only where a subscription has an owner', () =>
    expect(offenders(lib.filter(({ path }) => !MAY_SUBSCRIBE.test(path)), /\.subscribe\(/)).to.deep.equal([]));

  it('swallows nothing', () =>
    expect(offenders(all, /catchError\(\(\)\s*=>\s*(EMPTY|NEVER|of\(\))/)).to.deep.equal([]));

  it('lets folders import contracts, and each other only where that is meant', () => {
    const wrong = lib.flatMap((source) =>
      importsOf(source)
        .filter((to) => {
          const [from, into] = [folderOf(source.path), folderOf(to)];
          if (from === undefined || into === undefined || from === into) return false;
          const allowed = MAY_IMPORT[from] ?? [];
          return !allowed.includes('*') && !allowed.includes(into);
        })
        .map((to) => `${source.path} imports ${to}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('imports only files that are there, and has no file that nothing imports', () => {
    const imported = new Set(all.flatMap(importsOf));
    expect([...imported].filter((path) => !existsSync(path))).to.deep.equal([]);
    const roots = /^lib\/(index|testing\/index|bin\/millrace|dashboard\/app)\.ts$/;
    const alone = lib.map(({ path }) => path).filter((path) => !imported.has(path) && !roots.test(path));
    expect(alone).to.deep.equal([]);
  });

  it('has a spec for every policy, guard, reducer, source and transport', () => {
    const subjects = lib.filter(({ path }) => /^lib\/(policies|guards|reducers|sources)\//.test(path));
    const missing = subjects.map(({ path }) => path.replace(/^lib/, 'spec').replace(/\.ts$/, '-spec.ts'));
    expect(missing.filter((path) => !existsSync(path))).to.deep.equal([]);
  });
});
