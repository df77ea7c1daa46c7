// The last tables in bench/README.md: put there by the run that printed them, and by nobody's hand.
import { readFileSync, writeFileSync } from 'node:fs';

const README = 'bench/README.md';
const [BEGIN, END] = ['<!-- tables: npm run bench -- --readme -->', '<!-- end of the tables -->'];

/** @param printed Markdown, a level further down than in a page of its own */
export const intoReadme = (printed) => {
  const page = readFileSync(README, 'utf8');
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${README} has lost its place for tables`);
  const tables = printed.join('\n\n').replace(/^#/gm, '##');
  writeFileSync(README, `${page.slice(0, start)}${BEGIN}\n\n${tables}\n\n${page.slice(end)}`);
};
