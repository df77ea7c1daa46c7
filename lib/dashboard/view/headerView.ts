// The head of the page: whose view it is, whether all agree, whether what is shown is of now; and the search.
import { el } from '../dom/el.ts';
import { find, say } from '../dom/find.ts';
import { nodeNow, type Page, type Theme } from '../page/page.ts';
import { agreementWords } from '../words/agreementWords.ts';
import { linkWords } from '../words/linkWords.ts';
import { nameOf, shortId } from '../words/nodeWords.ts';
import type { Dispatch, View } from './dispatch.ts';

const DIGEST_CHARS = 8;

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const THEME_SIGNS: Readonly<Record<Theme, string>> = { auto: '◐', light: '○', dark: '●' };
const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: 'Light or dark as the system has it',
  light: 'Light',
  dark: 'Dark',
};

const drawOwn = (own: HTMLElement, { status }: Page): void => {
  const [name, id] = status === undefined ? ['', ''] : [nameOf(status.node), shortId(status.node.id)];
  if (own.textContent === `${name}${id}`) return;
  own.replaceChildren(...(status === undefined ? [] : [el('b', {}, name), el('code', { title: status.node.id }, id)]));
  document.title = status === undefined ? 'Millrace' : `${name} · Millrace`;
};

const drawAgreement = (line: HTMLElement, { network, ...page }: Page): void => {
  const [words, digest] = [line.querySelector('span'), line.querySelector('code')];
  if (words === null || digest === null) return;
  line.hidden = network === undefined;
  if (network === undefined) return;
  const { mood, text } = agreementWords(network, nodeNow(page));
  line.dataset['mood'] = mood;
  say(words, text);
  say(digest, `map ${network.digest.slice(0, DIGEST_CHARS)}`);
  digest.title = `The digest of the map: two nodes with the same have the same map. ${network.digest}`;
};

const drawLink = (live: HTMLElement, banner: HTMLElement, page: Page): void => {
  const { state, short, banner: text } = linkWords(page);
  live.dataset['state'] = state;
  say(live, short);
  banner.hidden = text === undefined;
  say(banner, text ?? '');
};

export const headerView = (dispatch: Dispatch): View => {
  const [own, agreement, live, banner] = [
    find('own', 'p'),
    find('agreement', 'p'),
    find('live', 'p'),
    find('banner', 'p'),
  ];
  const [search, theme, help] = [find('search', 'input'), find('theme', 'button'), find('help', 'button')];
  let chosen: Theme = 'auto';
  search.addEventListener('input', () => dispatch({ type: 'searched', query: search.value }));
  theme.addEventListener('click', () => dispatch({ type: 'theme-chosen', theme: NEXT[chosen] }));
  help.addEventListener('click', () => dispatch({ type: 'help-asked', isHelped: true }));
  return (page) => {
    drawOwn(own, page);
    drawAgreement(agreement, page);
    drawLink(live, banner, page);
    if (search.value !== page.query) search.value = page.query;
    chosen = page.theme;
    say(theme, THEME_SIGNS[chosen]);
    theme.title = theme.ariaLabel = `${THEME_WORDS[chosen]}. Change`;
  };
};
