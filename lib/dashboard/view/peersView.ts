// The table of the node's own connections.
import { span } from '../../status/inWords.ts';
import { el } from '../dom/el.ts';
import { find, say } from '../dom/find.ts';
import { sparkline } from '../dom/sparkline.ts';
import { nodeNow, type Page, type Selection } from '../page/page.ts';
import { peerRows, type PeerRow } from '../page/peerRows.ts';
import { bytes } from '../words/bytes.ts';
import { clockTime } from '../words/clockTime.ts';
import { shortId } from '../words/nodeWords.ts';
import type { Dispatch, View } from './dispatch.ts';
import { table, type Column } from './table.ts';

/** A cell of one line over another, smaller one. */
const twoLines = (
  name: string,
  first: (row: PeerRow) => string,
  second: (row: PeerRow) => string,
): ReturnType<Column<PeerRow>['cell']> => {
  const [upper, lower] = [el('span', { class: name }), el('small')];
  return {
    content: el('div', {}, upper, lower),
    draw: (row) => {
      say(upper, first(row));
      say(lower, second(row));
    },
  };
};

const under = ({ peer: { id, phase } }: PeerRow): string =>
  phase !== 'alive' ? phase : id === null ? '' : shortId(id);

const rttCell = (): ReturnType<Column<PeerRow>['cell']> => {
  const [figure, line] = [el('span'), sparkline()];
  return {
    content: el('div', {}, figure, line.element),
    draw: ({ peer: { rttMs }, rtts }) => {
      say(figure, rttMs === null ? '–' : span(rttMs));
      line.draw(rtts);
    },
  };
};

const columns = (now: () => number): readonly Column<PeerRow>[] => [
  { key: 'name', title: 'Node', cell: () => twoLines('name', ({ name }) => name, under) },
  {
    key: 'direction',
    title: 'Edge',
    hint: '→ dialled by this node, which asks; ← dialled by the other, which asks',
    cell: () =>
      twoLines(
        '',
        ({ peer: { direction } }) => (direction === 'out' ? '→ out' : '← in'),
        ({ peer: { peer } }) => peer,
      ),
  },
  { key: 'rtt', title: 'Round trip', isNumber: true, cell: rttCell },
  {
    key: 'traffic',
    title: 'Traffic',
    isNumber: true,
    hint: 'in and out since it opened',
    cell: () =>
      twoLines(
        '',
        ({ peer: { bytesIn } }) => `↓ ${bytes(bytesIn)}`,
        ({ peer: { bytesOut } }) => `↑ ${bytes(bytesOut)}`,
      ),
  },
  {
    key: 'requests',
    title: 'Requests',
    isNumber: true,
    isExtra: true,
    hint: 'begun by the tail so far',
    cell: () =>
      twoLines(
        '',
        ({ peer: { requests } }) => String(requests),
        ({ peer: { direction } }) => (direction === 'out' ? 'asked' : 'answered'),
      ),
  },
  {
    key: 'since',
    title: 'Since',
    isNumber: true,
    cell: () =>
      twoLines(
        '',
        ({ peer: { since } }) => clockTime(since, now()),
        ({ peer: { since } }) => span(Math.max(0, now() - Date.parse(since))),
      ),
  },
];

const selectionOf = ({ peers, status }: Page, key: string): Selection | undefined => {
  const peer = peers.find((one) => one.peer === key);
  const own = status?.node.id;
  if (peer?.id === undefined || peer.id === null || own === undefined) return undefined;
  return peer.direction === 'out'
    ? { type: 'edge', tail: own, head: peer.id }
    : { type: 'edge', tail: peer.id, head: own };
};

export const peersView = (dispatch: Dispatch): View => {
  let shown: Page | undefined;
  const rows = table<PeerRow>({
    label: 'Connections of this node',
    columns: columns(() => (shown === undefined ? 0 : nodeNow(shown))),
    keyOf: ({ peer: { peer } }) => peer,
    isSelected: ({ isSelected }) => isSelected,
    sorted: (by) => dispatch({ type: 'sorted', table: 'peers', by }),
    chosen: (key) =>
      dispatch({ type: 'selected', selection: shown === undefined ? undefined : selectionOf(shown, key) }),
  });
  const note = el('p', { class: 'note' });
  find('peers', 'section').append(rows.element, note);
  const count = find('tab-peers', 'button').querySelector('span');
  return (page) => {
    shown = page;
    rows.draw(peerRows(page), page.sorts.peers);
    rows.element.hidden = page.peers.length === 0;
    note.hidden = page.peers.length > 0;
    say(
      note,
      page.status === undefined
        ? 'Waiting for the node.'
        : 'No connection. An operator makes one with: millrace dial HOST:PORT',
    );
    if (count !== null) say(count, String(page.peers.length));
  };
};
