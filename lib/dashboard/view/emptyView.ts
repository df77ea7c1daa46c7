// What to do when there is nothing to see yet.
import { el } from '../dom/el.ts';
import { find } from '../dom/find.ts';
import type { Page } from '../page/page.ts';
import type { View } from './dispatch.ts';

const contentOf = ({ network, status, faults, heardAt }: Page): readonly (string | HTMLElement)[] => {
  if (heardAt === undefined) {
    if (faults.stream === undefined) return ['Waiting for the node.'];
    return ['The node that serves this page does not answer. Is it still running?', el('code', {}, 'millrace start')];
  }
  if (status === undefined || network === undefined || network.nodes.length + network.gone.length > 1) return [];
  const [address] = status.node.addresses;
  if (address === undefined)
    return [
      'This node is alone and listens nowhere, so nobody can dial it. Let it dial:',
      el('code', {}, 'millrace dial HOST:PORT'),
    ];
  return [
    'This node is alone. Start another one that dials it, and it will be here:',
    el('code', {}, `millrace start --listen 127.0.0.1:0 --http off --data other --peer ${address}`),
  ];
};

export const emptyView = (): View => {
  const empty = find('empty', 'div');
  let shown = '';
  return (page) => {
    const content = contentOf(page);
    const text = content.map((part) => (typeof part === 'string' ? part : part.textContent)).join('\n');
    empty.hidden = content.length === 0;
    if (text === shown) return;
    shown = text;
    empty.replaceChildren(...content);
  };
};
