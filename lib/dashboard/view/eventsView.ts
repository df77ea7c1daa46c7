// The stream of events, commands and refusals, newest first, with its filters.
import { never } from '../../never.ts';
import { el } from '../dom/el.ts';
import { find, say } from '../dom/find.ts';
import { keyed } from '../dom/keyed.ts';
import { ALL_KINDS, nodeNow, NO_FILTER, type Filter, type Kind, type Page } from '../page/page.ts';
import { shownItems } from '../page/shownItems.ts';
import type { Item, ToldEntry } from '../page/told.ts';
import { clockTime } from '../words/clockTime.ts';
import { sentenceText } from '../words/sentenceText.ts';
import type { Dispatch, View } from './dispatch.ts';

const SIGNS: Readonly<Record<Kind, string>> = { event: '·', command: '▸', refusal: '✕' };
const TITLES: Readonly<Record<Kind, string>> = { event: 'Events', command: 'Commands', refusal: 'Refusals' };

const sentence = ({ text, by, type }: ToldEntry): string =>
  text === undefined ? `${by}: ${type}` : sentenceText(text);

const originOf = ({ type, by, id }: ToldEntry): string => `${type} · ${by} · ${id}`;

const gapText = (count: number): string =>
  `${count === 1 ? '1 entry was' : `${count} entries were`} not received: the connection broke, or this page was slow`;

/** What each kind of row says, and when it was. */
const rowText = (item: Item): { readonly at: number | string; readonly words: string; readonly small: string } => {
  switch (item.type) {
    case 'entry':
      return { at: item.entry.at, words: sentence(item.entry), small: originOf(item.entry) };
    case 'gap':
      return { at: '', words: gapText(item.count), small: '' };
    case 'restart':
      return { at: item.at, words: 'another process has taken the place of the node', small: '' };
    default:
      return never(item);
  }
};

const rowOf = (now: () => number): { element: HTMLElement; draw: (item: Item) => void } => {
  const [time, kind, words, small] = [el('time'), el('span', { class: 'kind' }), el('p'), el('small')];
  const element = el('li', {}, time, kind, el('div', {}, words, small));
  return {
    element,
    draw: (item) => {
      const text = rowText(item);
      element.className = item.type === 'entry' ? item.entry.kind : item.type;
      say(time, clockTime(text.at, now()));
      say(kind, item.type === 'entry' ? SIGNS[item.entry.kind] : '');
      kind.title = item.type === 'entry' ? item.entry.kind : '';
      say(words, text.words);
      say(small, text.small);
    },
  };
};

interface Filters {
  readonly element: HTMLElement;
  draw(page: Page, waiting: number): void;
}

const kindButton = (kind: Kind, filter: () => Filter, dispatch: Dispatch): HTMLButtonElement =>
  el(
    'button',
    {
      type: 'button',
      title: `${TITLES[kind]}: ${SIGNS[kind]}`,
      click: () => {
        const { kinds } = filter();
        const next = kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind];
        dispatch({ type: 'filtered', filter: { kinds: next } });
      },
    },
    `${SIGNS[kind]} ${TITLES[kind]}`,
  );

const textField = (name: 'text' | 'subject', label: string, dispatch: Dispatch): HTMLInputElement => {
  const field: HTMLInputElement = el('input', {
    type: 'search',
    placeholder: label,
    'aria-label': label,
    spellcheck: 'false',
    autocomplete: 'off',
    name,
    input: () => dispatch({ type: 'filtered', filter: { [name]: field.value.trim() } }),
  });
  return field;
};

const filters = (dispatch: Dispatch): Filters => {
  let [filter, isHeld, types]: [Filter, boolean, readonly string[]] = [NO_FILTER, false, []];
  const kinds = ALL_KINDS.map((kind) => kindButton(kind, () => filter, dispatch));
  const type: HTMLSelectElement = el('select', {
    'aria-label': 'Type',
    name: 'type',
    change: () => dispatch({ type: 'filtered', filter: { type: type.value } }),
  });
  const [text, subject] = [textField('text', 'Text', dispatch), textField('subject', 'Peer, id or address', dispatch)];
  const hold = el('button', {
    type: 'button',
    class: 'hold',
    click: () => dispatch({ type: 'held', isHeld: !isHeld }),
  });
  return {
    element: el(
      'div',
      { class: 'filters', role: 'group', 'aria-label': 'Which entries are shown' },
      ...kinds,
      type,
      text,
      subject,
      hold,
    ),
    draw: (page, waiting) => {
      [filter, isHeld] = [page.filter, page.heldAt !== undefined];
      kinds.forEach((button, at) =>
        button.setAttribute('aria-pressed', String(filter.kinds.includes(ALL_KINDS[at] ?? 'event'))),
      );
      if (page.told.types !== types)
        type.replaceChildren(
          el('option', { value: '' }, 'All types'),
          ...page.told.types.map((one) => el('option', { value: one }, one)),
        );
      types = page.told.types;
      type.value = filter.type;
      for (const field of [text, subject]) {
        const value = field === text ? filter.text : filter.subject;
        if (field.value.trim() !== value) field.value = value;
      }
      hold.setAttribute('aria-pressed', String(isHeld));
      say(hold, isHeld ? `Go on (${waiting} new)` : 'Pause');
    },
  };
};

export const eventsView = (dispatch: Dispatch): View => {
  let now = 0;
  const choice = filters(dispatch);
  const list = el('ol', { class: 'stream', tabindex: '0', 'aria-label': 'Events, newest first' });
  const note = el('p', { class: 'note' });
  find('events', 'section').append(choice.element, list, note);
  const rows = keyed<Item>(
    list,
    ({ key }) => String(key),
    () => rowOf(() => now),
  );
  const count = find('tab-events', 'button').querySelector('span');
  return (page) => {
    now = nodeNow(page);
    const { items, more, waiting } = shownItems(page);
    choice.draw(page, waiting);
    rows.draw(items);
    note.hidden = items.length > 0 && more === 0;
    const nothing =
      page.told.items.length === 0 ? 'Nothing has happened since this page was opened.' : 'Nothing passes the filter.';
    say(note, items.length === 0 ? nothing : `And ${more} older ones.`);
    if (count !== null) say(count, page.heldAt === undefined ? '' : 'paused');
  };
};
