// The examples in the comments of what is exported, as a program that a compiler can look at.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Example {
  /** Where it stands. */
  readonly file: string;
  readonly code: string;
}

const INDEXES = ['lib/index.ts', 'lib/testing/index.ts'];

const exportedFiles = (index: string): readonly string[] =>
  [...readFileSync(index, 'utf8').matchAll(/from '(\.[^']+)'/g)]
    .map(([, to = '']) => normalize(join(dirname(index), to)));

const COMMENT = /\/\*\*([\s\S]*?)\*\//g;

const examplesIn = (file: string): readonly Example[] =>
  [...readFileSync(file, 'utf8').matchAll(COMMENT)].flatMap(([, comment = '']) =>
    comment.replace(/^\s*\* ?/gm, '').split(/(?:^|\s)@(?=[a-z]+\b)/m)
      .filter((tag) => tag.startsWith('example'))
      .map((tag) => ({ file, code: tag.replace(/^example\s*/, '').trim() })));

export const examples = (): readonly Example[] => [...new Set(INDEXES.flatMap(exportedFiles))].flatMap(examplesIn);

/** An example is an expression, statements, or properties of what a node is made of. */
const bodyOf = (code: string): string => {
  if (/^(const|for|if|export|await|\/\/)\b|;$/m.test(code)) return code.replace(/^export /gm, '');
  if (code.startsWith('{')) return `const value = (\n${code}\n);`;
  if (/^\w+: /.test(code)) return `const value = {\n${code}\n};`;
  return `const value = (\n${code}\n);`;
};

const FILE = 'spec/examples.generated.ts';

/** The words of `rxjs` and of Node that examples may use without saying where from. */
const OTHERS = `
import { delay, filter, interval, lastValueFrom, map, of, pipe, Subject, switchMap, tap, timer } from 'rxjs';
import { createReadStream, writeFileSync } from 'node:fs';
`;

/** `Cannot find name`, and the same with a word that is near: what an example is given from around it. */
const GIVEN = new Set([2304, 2552, 18004]);

/** The project's own, but for what examples leave out. */
const optionsOf = (): ts.CompilerOptions => {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as { config: object };
  const loose = { noUnusedLocals: false, noUnusedParameters: false, noImplicitAny: false, verbatimModuleSyntax: false };
  return { ...ts.parseJsonConfigFileContent(config, ts.sys, '.').options, ...loose };
};

/**
 * What a compiler says of them, each line with the file of the example. Names that an example is given (`net`, `env`,
 * `mine`) may be anything; those that are exported must be used as they are.
 */
export const faultsIn = (all: readonly Example[]): readonly string[] => {
  const options = optionsOf();
  const imports = exportsOf(options)[0].map(({ index, symbols }) =>
    `import { ${symbols.map(({ name }) => name).join(', ')} } from '${join('..', index)}';`);
  const bodies = all.map(({ code }) => `async () => {\n${bodyOf(code)}\n};`);
  const text = [...imports, OTHERS, ...bodies].join('\n');
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) =>
    name.endsWith(FILE) ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext) : read(name, ...more);
  host.fileExists = (name) => name.endsWith(FILE) || ts.sys.fileExists(name);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  if (source === undefined) throw new Error(`${FILE} was not made`);
  const starts = startsOf(text, bodies);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    .filter(({ code }) => !GIVEN.has(code))
    .map(({ start = 0, messageText }) => {
      const at = starts.findLastIndex((begin) => begin <= start);
      const { file, code } = all[at] ?? { file: 'imports', code: '' };
      return `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}\n${code}`;
    });
};

const startsOf = (text: string, bodies: readonly string[]): readonly number[] => {
  let from = 0;
  return bodies.map((body) => {
    from = text.indexOf(body, from);
    return from;
  });
};

interface Exports {
  readonly index: string;
  readonly symbols: readonly ts.Symbol[];
}

const exportsOf = (options: ts.CompilerOptions): readonly [readonly Exports[], ts.TypeChecker] => {
  const program = ts.createProgram(INDEXES, options);
  const checker = program.getTypeChecker();
  const found = INDEXES.map((index) => {
    const source = program.getSourceFile(index);
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    return { index, symbols: symbol === undefined ? [] : checker.getExportsOfModule(symbol) };
  });
  return [found, checker];
};

/** What an index names although its comment says `@internal`: the published types would name what they do not have. */
export const internalExports = (): readonly string[] => {
  const [found, checker] = exportsOf(optionsOf());
  return found.flatMap(({ symbols }) => symbols)
    .filter((one) => (one.flags & ts.SymbolFlags.Alias) !== 0)
    .filter((one) => checker.getAliasedSymbol(one).getJsDocTags().some(({ name }) => name === 'internal'))
    .map(({ name }) => name);
};
