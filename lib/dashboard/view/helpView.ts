// How to read the page, and its keys.
import { el } from '../dom/el.ts';
import { find } from '../dom/find.ts';
import { VERDICT_WORDS } from '../words/nodeWords.ts';
import type { Verdict } from '../map/scene.ts';
import type { Dispatch, View } from './dispatch.ts';
import { sign } from './sign.ts';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['/'], 'search for nodes by label, id, address or verdict; Enter shows the first'],
  [['1', '2', '3'], 'connections, nodes, events'],
  [['↑', '↓', '←', '→'], 'on the map from node to node, in a table from row to row'],
  [['Enter'], 'opens the card of the row'],
  [['+', '−', '0'], 'nearer, farther, all of the map'],
  [['p'], 'pauses the events, and goes on'],
  [['Esc'], 'closes the help, the card, the search'],
  [['?'], 'this help'],
];

const verdicts = (): readonly HTMLElement[] =>
  (Object.keys(VERDICT_WORDS) as Verdict[]).flatMap((verdict) => {
    const [name = '', meaning = ''] = VERDICT_WORDS[verdict].split(': ');
    return [el('dt', {}, sign(verdict), name), el('dd', {}, meaning)];
  });

export const helpView = (dispatch: Dispatch): View => {
  const dialog = find('helping', 'dialog');
  dialog.append(
    el('button', { type: 'button', class: 'quiet', 'aria-label': 'Close the help', click: () => dialog.close() }, '✕'),
    el('h2', { id: 'helping-title' }, 'Reading this page'),
    el(
      'p',
      {},
      'The map is the network as this node knows it. An edge is a connection: its arrow points from the tail, which ' +
        'dialled and asks, to the head, which accepted and answers. A dashed edge is denied by its head; of a dotted ' +
        'one, an end is gone. The node with a ring is the one that shows this page. A part of the network that no ' +
        'path leads to lies in a shore of its own.',
    ),
    el('p', {}, 'Choose a node or an edge: its card says what is known of it, and why it is as it is.'),
    el('h3', {}, 'Verdicts'),
    el('dl', {}, ...verdicts()),
    el('h3', {}, 'Keys'),
    el(
      'dl',
      {},
      ...KEYS.flatMap(([keys, what]) => [
        el('dt', {}, ...keys.flatMap((key) => [el('kbd', {}, key), ' '])),
        el('dd', {}, what),
      ]),
    ),
  );
  dialog.addEventListener('close', () => dispatch({ type: 'help-asked', isHelped: false }));
  return ({ isHelped }) => {
    if (isHelped && !dialog.open) dialog.showModal();
    if (!isHelped && dialog.open) dialog.close();
  };
};
