// The tabs beside the map: one of the tables is shown.
import { find } from '../dom/find.ts';
import type { Tab } from '../page/page.ts';
import type { Dispatch, View } from './dispatch.ts';

const TABS: readonly Tab[] = ['peers', 'nodes', 'events'];

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export const tabsView = (dispatch: Dispatch): View => {
  const buttons = TABS.map((tab) => find(`tab-${tab}`, 'button'));
  buttons.forEach((button, at) => {
    const tab = TABS[at] ?? 'peers';
    button.addEventListener('click', () => dispatch({ type: 'tab-chosen', tab }));
    button.addEventListener('keydown', ({ key }) => {
      const next = (at + (STEPS[key] ?? 0) + TABS.length) % TABS.length;
      if (next === at) return;
      buttons[next]?.focus();
      dispatch({ type: 'tab-chosen', tab: TABS[next] ?? 'peers' });
    });
  });
  const main = find('main', 'main');
  return ({ tab }) => {
    main.dataset['tab'] = tab;
    buttons.forEach((button, at) => {
      const isChosen = TABS[at] === tab;
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    });
  };
};
