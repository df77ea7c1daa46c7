// A table as it is printed: Markdown, with what it means above it and how to measure it again below.
import type { Judged } from './figures.ts';

export interface Table {
  readonly id: string;
  readonly title: string;
  /** What stands in it; sentences. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | Judged)[])[];
  /** The figures as they were measured, for programs. */
  readonly samples: unknown;
}

const textOf = (cell: string | Judged): string => (typeof cell === 'string' ? cell : cell.text);

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const missedIn = ({ rows }: Table): number =>
  rows.flat().filter((cell) => typeof cell !== 'string' && cell.missed).length;

export const markdown = (table: Table): string => {
  const { id, title, about, columns, rows } = table;
  const missed = missedIn(table);
  return [
    `## ${id}. ${title}`, '', about, '',
    line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(row.map(textOf))), '',
    missed === 0 ? 'No goal missed.' : `Goals missed: ${missed}.`,
    '',
  ].join('\n');
};
