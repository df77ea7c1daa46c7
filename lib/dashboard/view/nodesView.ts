// The table of the nodes of the map: what the picture shows, for reading and for the keyboard.
import { el } from '../dom/el.ts';
import { find, say } from '../dom/find.ts';
import { nodeRows, type NodeRow } from '../page/nodeRows.ts';
import type { Page } from '../page/page.ts';
import { nameOf, shortId } from '../words/nodeWords.ts';
import type { Dispatch, View } from './dispatch.ts';
import { sign } from './sign.ts';
import { table, type Column } from './table.ts';

type Cell = ReturnType<Column<NodeRow>['cell']>;

const textCell = (text: (row: NodeRow) => string, name = ''): Cell => {
  const content = el('span', { class: name });
  return { content, draw: (row) => say(content, text(row)) };
};

const nameCell = (): Cell => {
  const [name, id] = [el('span', { class: 'name' }), el('small', { class: 'mono' })];
  return {
    content: el('div', {}, name, id),
    draw: ({ node, isOwn }) => {
      say(name, `${nameOf(node)}${isOwn ? ' (this node)' : ''}`);
      say(id, shortId(node.id));
    },
  };
};

const verdictCell = (): Cell => {
  const content = el('span');
  let shown = '';
  return {
    content,
    draw: ({ node: { verdict, equivocal } }) => {
      const text = equivocal ? `${verdict}, says two things` : verdict;
      if (text !== shown) content.replaceChildren(sign(verdict), text);
      shown = text;
    },
  };
};

const COLUMNS: readonly Column<NodeRow>[] = [
  { key: 'label', title: 'Node', cell: nameCell },
  { key: 'verdict', title: 'Verdict', cell: verdictCell },
  {
    key: 'out',
    title: 'Dialled',
    isNumber: true,
    hint: 'edges of which it is the tail',
    cell: () => textCell(({ out }) => String(out)),
  },
  {
    key: 'in',
    title: 'Accepted',
    isNumber: true,
    isExtra: true,
    hint: 'edges of which it is the head',
    cell: () => textCell((row) => String(row.in)),
  },
  { key: 'address', title: 'Address', cell: () => textCell(({ node: { addresses } }) => addresses[0] ?? '–', 'mono') },
];

/** Nothing has changed that the table shows. */
const isSame = (one: Page, two: Page): boolean =>
  one.network === two.network && one.query === two.query && one.selection === two.selection &&
  one.sorts.nodes === two.sorts.nodes && one.status?.node.id === two.status?.node.id;

export const nodesView = (dispatch: Dispatch): View => {
  const rows = table<NodeRow>({
    label: 'Nodes of the network',
    columns: COLUMNS,
    keyOf: ({ node: { id } }) => id,
    isSelected: ({ isSelected }) => isSelected,
    sorted: (by) => dispatch({ type: 'sorted', table: 'nodes', by }),
    chosen: (id) => dispatch({ type: 'selected', selection: { type: 'node', id } }),
  });
  const note = el('p', { class: 'note' });
  find('nodes', 'section').append(rows.element, note);
  const count = find('tab-nodes', 'button').querySelector('span');
  let drawn: Page | undefined;
  return (page) => {
    if (drawn !== undefined && isSame(drawn, page)) return; // sorting two thousand rows with every event would be felt
    drawn = page;
    const { rows: shown, more, found } = nodeRows(page);
    rows.draw(shown, page.sorts.nodes);
    rows.element.hidden = shown.length === 0;
    const nobody =
      page.network === undefined
        ? 'Waiting for the map.'
        : `Nobody is called “${page.query}”, by label, id, address or verdict.`;
    note.hidden = shown.length > 0 && more === 0;
    say(note, shown.length === 0 ? nobody : `And ${more} more: search to see them.`);
    if (count !== null) say(count, page.query.trim() === '' ? String(found) : `${found} found`);
  };
};
