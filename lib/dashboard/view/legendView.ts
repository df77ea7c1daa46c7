// The legend of the map: the sign of each verdict that is there, how many have it, and a search for them.
import { el } from '../dom/el.ts';
import { find, say } from '../dom/find.ts';
import { keyed } from '../dom/keyed.ts';
import type { Verdict } from '../map/scene.ts';
import type { Page } from '../page/page.ts';
import { sizeWords } from '../words/agreementWords.ts';
import { VERDICT_WORDS } from '../words/nodeWords.ts';
import type { Dispatch, View } from './dispatch.ts';
import { sign } from './sign.ts';

interface Count {
  readonly verdict: Verdict;
  readonly count: number;
  readonly isSearched: boolean;
}

const VERDICTS: readonly Verdict[] = ['up', 'suspect', 'down', 'lost', 'left', 'expired'];

const countsOf = ({ network, query }: Page): readonly Count[] => {
  const all = network === undefined ? [] : [...network.nodes, ...network.gone];
  return VERDICTS.map((verdict) => ({
    verdict,
    count: all.filter((node) => node.verdict === verdict).length,
    isSearched: query === verdict,
  })).filter(({ count, isSearched }) => count > 0 || isSearched);
};

export const legendView = (dispatch: Dispatch): View => {
  let query = '';
  const search = (verdict: Verdict): void => {
    dispatch({ type: 'searched', query: query === verdict ? '' : verdict });
    dispatch({ type: 'tab-chosen', tab: 'nodes' });
  };
  const rows = keyed<Count>(
    find('legend', 'ul'),
    ({ verdict }) => verdict,
    (key) => {
      const verdict = key as Verdict;
      const count = el('b');
      const button = el(
        'button',
        { type: 'button', title: VERDICT_WORDS[verdict], click: () => search(verdict) },
        sign(verdict),
        verdict,
        count,
      );
      return {
        element: el('li', {}, button),
        draw: ({ count: figure, isSearched }) => {
          say(count, String(figure));
          button.setAttribute('aria-pressed', String(isSearched));
        },
      };
    },
  );
  const size = find('size', 'p');
  return (page) => {
    query = page.query;
    rows.draw(countsOf(page));
    say(size, page.network === undefined ? '' : sizeWords(page.network));
  };
};
