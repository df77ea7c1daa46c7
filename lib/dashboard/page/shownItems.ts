// Which of what was told is shown: those that pass the filter, the newest first, and no more than a page can hold.
import type { Filter, Page } from './page.ts';
import type { Item, ToldEntry } from './told.ts';

/** Rows in the document: more than anybody reads, and few enough to be drawn at once. */
export const ROWS_MAX = 200;

/** Every text in an entry, however deep, but what is signed, which nobody reads. */
const textsIn = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textsIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, inside]) => (name === 'items' ? '' : textsIn(inside)))
    .join('\n');
};

const includes = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/** @param subject a connection, a node id, an address, or the beginning of one */
const isOf = (
  { by: _by, type: _type, kind: _kind, at: _at, text: _text, ...fields }: ToldEntry,
  subject: string,
): boolean =>
  textsIn(fields)
    .split(/[\n@]/)
    .some((text) => text.toLowerCase().startsWith(subject.toLowerCase()));

export const passes = (entry: ToldEntry, { kinds, type, text, subject }: Filter): boolean =>
  kinds.includes(entry.kind) &&
  (type === '' || entry.type === type) &&
  (text === '' || includes(`${entry.by} ${entry.type} ${entry.text ?? ''} ${textsIn(entry)}`, text)) &&
  (subject === '' || isOf(entry, subject));

export interface ShownItems {
  /** Newest first. */
  readonly items: readonly Item[];
  /** How many more pass the filter. */
  readonly more: number;
  /** How many have come since the stream is held. */
  readonly waiting: number;
}

export const shownItems = ({ told, filter, heldAt }: Page): ShownItems => {
  const passing = told.items.filter((item) => item.type !== 'entry' || passes(item.entry, filter));
  const until = heldAt ?? Infinity;
  const shown = passing.filter(({ key }) => key <= until);
  return {
    items: shown.slice(-ROWS_MAX).reverse(),
    more: Math.max(0, shown.length - ROWS_MAX),
    waiting: passing.length - shown.length,
  };
};
