// The keys of the whole page. They wait while somebody writes.
import { find } from '../dom/find.ts';
import type { Page, Tab } from '../page/page.ts';
import type { Dispatch } from './dispatch.ts';
import type { MapPane } from './mapPane.ts';

const TABS: Readonly<Record<string, Tab>> = { 1: 'peers', 2: 'nodes', 3: 'events' };
const ZOOM_STEP = 1.4;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** The innermost thing that is open. */
const escape = ({ selection, query }: Page, dispatch: Dispatch): void => {
  const search = find('search', 'input');
  if (document.activeElement === search) {
    if (query !== '') dispatch({ type: 'searched', query: '' });
    search.blur();
  } else if (selection !== undefined) dispatch({ type: 'selected', selection: undefined });
  else if (query !== '') dispatch({ type: 'searched', query: '' });
};

/** @returns what a key does; undefined: nothing */
const actOf = (key: string, page: Page, dispatch: Dispatch, { map }: MapPane): (() => void) | undefined => {
  const tab = TABS[key];
  if (tab !== undefined) return () => dispatch({ type: 'tab-chosen', tab });
  switch (key) {
    case '/': return () => find('search', 'input').select();
    case '?': return () => dispatch({ type: 'help-asked', isHelped: true });
    case 'p': return () => dispatch({ type: 'held', isHeld: page.heldAt === undefined });
    case '+': case '=': return () => map.zoom(ZOOM_STEP);
    case '-': return () => map.zoom(1 / ZOOM_STEP);
    case '0': return () => map.fit();
    default: return undefined;
  }
};

/** @param page how the page is now */
export const keys = (page: () => Page, dispatch: Dispatch, pane: MapPane): void => {
  const search = find('search', 'input');
  search.addEventListener('keydown', ({ key }) => {
    // What is in the field, and not what the page has drawn: who types fast is ahead of it.
    const id = key === 'Enter' ? pane.found(search.value) : undefined;
    if (id === undefined) return;
    dispatch({ type: 'selected', selection: { type: 'node', id } });
    find('above', 'canvas').focus(); // the arrows go on from there
  });
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || page().isHelped) return;
    const act = event.key === 'Escape' ? () => escape(page(), dispatch)
      : isWriting(event.target) ? undefined : actOf(event.key, page(), dispatch, pane);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
};
