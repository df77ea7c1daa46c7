// What a source file says of the function it exports: its text, its signature and its example, for the pages in docs/.
import { readFileSync } from 'node:fs';

export interface Documented {
  readonly name: string;
  readonly text: string;
  readonly signature: string;
  readonly example: string;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** The end of what begins with a bracket at `from`; an arrow's `>` closes nothing. */
const closedAt = (text: string, from: number): number => {
  const open: string[] = [];
  for (let at = from; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '>' && text[at - 1] === '=') continue;
    const closing = CLOSING[letter];
    if (closing !== undefined) open.push(closing);
    else if (letter === open.at(-1)) open.pop();
    if (open.length === 0) return at + 1;
  }
  throw new Error(`a bracket that nobody closes: ${text.slice(from, from + 40)}`);
};

/** From the name to the arrow: parameters and what is returned. */
const signatureOf = (code: string, name: string): string => {
  const begin = code.indexOf(`export const ${name}`) + `export const ${name}`.length;
  const typed = /^: (\w+) = /.exec(code.slice(begin));
  if (typed !== null) return `${name}: ${typed[1] ?? ''}`;
  let at = begin + (/^\s*=\s*/.exec(code.slice(begin))?.[0].length ?? 0);
  const from = at;
  if (code[at] === '<') at = closedAt(code, at);
  at = closedAt(code, at);
  const returned = /^: ([^=]+?) =>/.exec(code.slice(at))?.[0].replace(/ =>$/, '') ?? '';
  const text = `${code.slice(from, at)}${returned}`.replace(/readonly /g, '').replace(/\s+/g, ' ');
  return `${name}${text.replace(/\( /g, '(').replace(/,? \)/g, ')').replace(/< /g, '<')}`;
};

/** The interfaces that the file exports, comments and all: they are the options. */
const optionsIn = (code: string): string =>
  [...code.matchAll(/^export (?:interface \w+ \{[\s\S]*?^\}|type \w+ = [^;]+;)/gm)]
    .map(([found]) => found.replace(/^export /, '').replace(/readonly /g, ''))
    .join('\n\n');

const commentBefore = (code: string, name: string): string => {
  const begin = code.indexOf(`export const ${name}`);
  const comment = code.slice(code.lastIndexOf('/**', begin) + 3, code.lastIndexOf('*/', begin));
  return comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '')).join('\n').trim();
};

/** @param path of the file @param name of the export; the file's unless told */
export const documented = (path: string, name = path.replace(/^.*\/|\.ts$/g, '')): Documented => {
  const code = readFileSync(path, 'utf8');
  const [text = '', ...tags] = commentBefore(code, name).split(/^@/m);
  const example = tags.find((tag) => tag.startsWith('example'))?.replace(/^example\s*/, '').trim() ?? '';
  const parameters = tags.filter((tag) => tag.startsWith('param')).map((tag) => {
    const [, parameter = '', meaning = ''] = /^param (\S+)\s+([\s\S]*)$/.exec(tag.trim()) ?? [];
    return `- \`${parameter}\`: ${meaning.replace(/\s+/g, ' ')}`;
  });
  const options = optionsIn(code);
  const signature = signatureOf(code, name);
  return {
    name,
    text: [text.trim(), parameters.join('\n')].filter((part) => part !== '').join('\n\n'),
    signature: options === '' || path.split('/').length < 3 ? signature : `${signature}\n\n${options}`,
    example,
  };
};
