// A table whose columns sort it and whose rows are gone through with the arrow keys.
import { el, type Child } from '../dom/el.ts';
import { keyed } from '../dom/keyed.ts';
import type { Sort } from '../page/page.ts';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  /** Explains the column. */
  readonly hint?: string;
  readonly isNumber?: true;
  /** Left out where the screen is narrow. */
  readonly isExtra?: true;
  /** Makes the cell of a row once; drawn again with every change. */
  readonly cell: () => { readonly content: Child; readonly draw: (item: T) => void };
}

export interface TableParts<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  readonly isSelected: (item: T) => boolean;
  readonly sorted: (by: string) => void;
  readonly chosen: (key: string) => void;
}

export interface Table<T> {
  readonly element: HTMLTableElement;
  draw(items: readonly T[], sort: Sort): void;
}

const STEPS: Readonly<Record<string, (rows: readonly HTMLElement[], at: number) => number>> = {
  ArrowDown: (rows, at) => Math.min(rows.length - 1, at + 1),
  ArrowUp: (_, at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (rows) => rows.length - 1,
};

/** One row is in the tab order; the arrows lead from there. */
const walk = (body: HTMLElement, event: KeyboardEvent): void => {
  const rows = [...body.children].filter((row) => row instanceof HTMLElement);
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[STEPS[event.key]?.(rows, at) ?? -1];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  for (const row of rows) row.tabIndex = row === next ? 0 : -1;
  next.focus();
};

const text = (content: Child): Node => (content instanceof Node ? content : document.createTextNode(content ?? ''));

const classOf = ({ isNumber, isExtra }: Pick<Column<unknown>, 'isNumber' | 'isExtra'>): string =>
  [isNumber === true ? 'number' : '', isExtra === true ? 'extra' : ''].join(' ').trim();

export const table = <T>({ label, columns, keyOf, isSelected, sorted, chosen }: TableParts<T>): Table<T> => {
  const heads = columns.map(({ key, title, hint, ...column }) =>
    el('th', { scope: 'col', class: classOf(column), title: hint ?? '' },
      el('button', { type: 'button', click: () => sorted(key) }, title)));
  const body: HTMLElement = el('tbody', { keydown: (event) => walk(body, event as KeyboardEvent) });
  const rows = keyed(body, keyOf, (key) => {
    const cells = columns.map(({ cell }) => cell());
    const choose = (event: Event): void => {
      if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      chosen(key);
    };
    const element = el(
      'tr',
      { tabindex: '-1', click: choose, keydown: choose },
      ...cells.map(({ content }, at) => el('td', { class: classOf(columns[at] ?? {}) }, text(content))),
    );
    return {
      element,
      draw: (item: T) => {
        element.setAttribute('aria-current', String(isSelected(item)));
        cells.forEach(({ draw }) => draw(item));
      },
    };
  });
  return {
    element: el('table', { 'aria-label': label }, el('thead', {}, el('tr', {}, ...heads)), body),
    draw: (items, { by, isDown }) => {
      heads.forEach((head, at) => {
        if (columns[at]?.key === by) head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      rows.draw(items);
      const inOrder = body.querySelector('tr[tabindex="0"]');
      if (inOrder === null) body.querySelector('tr')?.setAttribute('tabindex', '0');
    },
  };
};
