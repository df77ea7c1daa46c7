// The card of what one looks at, and why it is as it is.
import { el } from '../dom/el.ts';
import { find } from '../dom/find.ts';
import { cardOf, type Card, type Fact } from '../page/cardOf.ts';
import { nodeNow, type Page, type Why } from '../page/page.ts';
import { clockTime } from '../words/clockTime.ts';
import { sentenceText } from '../words/sentenceText.ts';
import type { Dispatch, View } from './dispatch.ts';
import { sign } from './sign.ts';

type WhyLine = Extract<Why, { readonly type: 'told' }>['lines'][number];

const fact = ({ name, value, isCode, isWide }: Fact): readonly HTMLElement[] => [
  el('dt', {}, name),
  el('dd', { class: `${isCode === true ? 'mono' : ''}${isWide === true ? ' wide' : ''}` }, value),
];

const told = ({ at, text }: WhyLine, now: number): HTMLElement =>
  el('li', {}, el('time', { datetime: at, title: at }, clockTime(at, now)), el('span', {}, sentenceText(text)));

const whyOf = ({ why, ...page }: Page, subject: string | undefined): readonly HTMLElement[] => {
  if (subject === undefined) return [];
  const head = el('h3', {}, 'Why');
  if (why?.subject !== subject || why.type === 'asking') return [head, el('p', { class: 'summary' }, '…')];
  if (why.type === 'unknown') return [head, el('p', {}, sentenceText(why.error))];
  return [
    head,
    el('p', { class: 'summary' }, sentenceText(why.summary)),
    el('ol', { 'aria-label': 'What led to it, newest first' }, ...why.lines.map((line) => told(line, nodeNow(page)))),
  ];
};

const ends = ({ ends: all = [] }: Card, dispatch: Dispatch): readonly HTMLElement[] =>
  all.flatMap(({ id, name, role }) => [
    el('dt', {}, role),
    el(
      'dd',
      { class: 'wide' },
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          click: () => dispatch({ type: 'selected', selection: { type: 'node', id } }),
        },
        name,
      ),
    ),
  ]);

const tools = (page: Page, card: Card, dispatch: Dispatch): HTMLElement => {
  const subject = card.subject;
  const events = (): void => {
    dispatch({ type: 'filtered', filter: { subject: subject ?? '' } });
    dispatch({ type: 'tab-chosen', tab: 'events' });
  };
  return el(
    'div',
    { class: 'tools' },
    subject === undefined
      ? undefined
      : el('button', { type: 'button', class: 'quiet', title: 'Its events', click: events }, 'Events'),
    page.selection === undefined
      ? undefined
      : el(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': 'Close the card',
            title: 'Close (Esc)',
            click: () => dispatch({ type: 'selected', selection: undefined }),
          },
          '✕',
        ),
  );
};

const drawn = (page: Page, card: Card, dispatch: Dispatch): readonly HTMLElement[] => [
  el(
    'div',
    { class: 'head' },
    el(
      'div',
      {},
      el('h2', {}, card.verdict === undefined ? undefined : sign(card.verdict), card.title),
      card.id === undefined ? undefined : el('code', { class: 'id' }, card.id),
      card.remark === undefined ? undefined : el('p', { class: 'verdict' }, card.remark),
    ),
    tools(page, card, dispatch),
  ),
  el('dl', {}, ...ends(card, dispatch), ...card.facts.flatMap(fact)),
  ...whyOf(page, card.subject),
];

export const cardView = (dispatch: Dispatch): View => {
  const section = find('card', 'section');
  let shown = '';
  return (page) => {
    const card = cardOf(page);
    const now = JSON.stringify([card, page.why, page.selection]);
    if (now === shown) return;
    shown = now;
    const focused =
      document.activeElement instanceof HTMLElement && section.contains(document.activeElement)
        ? document.activeElement.textContent
        : undefined;
    const { scrollTop } = section;
    section.replaceChildren(...drawn(page, card, dispatch));
    section.scrollTop = scrollTop;
    if (focused === undefined) return;
    for (const button of section.querySelectorAll('button')) if (button.textContent === focused) button.focus();
  };
};
