// The code blocks of a page, as a reader would paste them.
import { readFileSync } from 'node:fs';

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

const BLOCK = /^```(\w+)\n([\s\S]*?)^```$/gm;

export const codeBlocks = (page: string): readonly CodeBlock[] =>
  [...readFileSync(page, 'utf8').matchAll(BLOCK)].map(([, language = '', code = '']) => ({ language, code }));

/** The block whose first line names that file. */
export const blockOf = (page: string, file: string): string => {
  const found = codeBlocks(page).find(({ code }) => code.startsWith(`// ${file}`));
  if (found === undefined) throw new Error(`${page} has no code block that begins with // ${file}`);
  return found.code;
};
