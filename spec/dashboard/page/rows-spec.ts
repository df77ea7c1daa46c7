// The tables of the dashboard, and its search.
import { expect } from 'chai';
import { matches } from '../../../lib/dashboard/page/matches.ts';
import { NODE_ROWS_MAX, nodeRows } from '../../../lib/dashboard/page/nodeRows.ts';
import { peerRows } from '../../../lib/dashboard/page/peerRows.ts';
import type { Attempt } from '../../../lib/status/statusReport.ts';
import { nodeIdFrom } from '../../../lib/testing/index.ts';
import type { Action } from '../../../lib/dashboard/page/action.ts';
import { aNetwork, ANNA, aNode, aPage, aReport, anEdge, BRUNO, pageAfter } from '../../support/aPage.ts';

const nodes = (actions: readonly Action[], network = aNetwork()): readonly string[] =>
  nodeRows(pageAfter(actions, aPage({ network }))).rows.map(({ node: { label } }) => label ?? '');

describe('the tables of the dashboard', () => {
  it('list every node, and mark the one that shows them', () => {
    const { rows } = nodeRows(aPage());
    expect(rows.map(({ node, isOwn, out, in: into }) => [node.label, isOwn, out, into])).to.deep.equal([
      ['anna', true, 1, 1],
      ['bruno', false, 1, 1],
      ['clara', false, 1, 1],
    ]);
  });

  it('begin with who needs a look when they are sorted by verdict', () =>
    expect(
      nodes(
        [{ type: 'sorted', table: 'nodes', by: 'verdict' }],
        aNetwork({ gone: [aNode('zoe', { verdict: 'down' })] }),
      ),
    ).to.deep.equal(['zoe', 'anna', 'bruno', 'clara']));

  it('sort names as people count: node-2 before node-10', () =>
    expect(nodes([], aNetwork({ nodes: ['node-10', 'node-2'].map((name) => aNode(name)) }))).to.deep.equal([
      'node-2',
      'node-10',
    ]));

  it('list who is searched for only', () =>
    expect(nodes([{ type: 'searched', query: 'cla' }])).to.deep.equal(['clara']));

  it('hold no more rows than a page can, and say how many more there are', () => {
    const many = Array.from({ length: NODE_ROWS_MAX + 3 }, (_, at) => aNode(`n${at}`));
    const { rows, more } = nodeRows(aPage({ network: aNetwork({ nodes: many }) }));
    expect([rows.length, more]).to.deep.equal([NODE_ROWS_MAX, 3]);
  });

  it('call one that is being dialled as the map does, or by its id, or else by its address', () => {
    const attempt = (peer: string, address: string): Attempt =>
      ({ peer, address, since: '2026-01-01T00:00:00.000Z', phase: 'securing', attempt: 1 });
    const attempting = [
      attempt('out-1', `${nodeIdFrom('zoe')}@192.0.2.1:7000`), attempt('out-2', `${nodeIdFrom('yan')}@192.0.2.2:7000`),
      attempt('out-3', '192.0.2.3:7000'),
    ];
    const page = aPage({
      status: aReport({ incoming: [], outgoing: [], attempting }),
      network: aNetwork({ gone: [aNode('zoe', { verdict: 'down' })] }),
    });
    expect(peerRows(page).map(({ name }) => name))
      .to.deep.equal(['zoe', nodeIdFrom('yan').slice(0, 8), '192.0.2.3:7000']);
  });

  it('list connections by what is asked for', () => {
    const status = aReport({
      outgoing: [
        anEdge('out-1', 'bruno', { rttMs: 5 }),
        anEdge('out-10', 'clara', { rttMs: null }),
        anEdge('out-2', 'dora', { rttMs: 50 }),
      ],
      incoming: [],
    });
    const by = (key: string): readonly string[] =>
      peerRows(pageAfter([{ type: 'sorted', table: 'peers', by: key }], aPage({ status }))).map(
        ({ peer: { peer } }) => peer,
      );
    expect(by('rtt')).to.deep.equal(['out-2', 'out-1', 'out-10']);
    expect(by('name')).to.deep.equal(['out-1', 'out-10', 'out-2']);
  });

  it('mark the connection of what is chosen', () => {
    const chosen = (actions: readonly Action[]): readonly string[] =>
      peerRows(pageAfter(actions, aPage()))
        .filter(({ isSelected }) => isSelected)
        .map(({ peer: { peer } }) => peer);
    expect(chosen([{ type: 'selected', selection: { type: 'node', id: BRUNO } }])).to.deep.equal(['out-1']);
    expect(chosen([{ type: 'selected', selection: { type: 'edge', tail: ANNA, head: BRUNO } }])).to.deep.equal([
      'out-1',
    ]);
    expect(chosen([{ type: 'selected', selection: { type: 'edge', tail: BRUNO, head: ANNA } }])).to.deep.equal([]);
  });
});

describe('a search', () => {
  const bruno = aNode('bruno', { addresses: ['192.0.2.7:7000'], verdict: 'suspect' });

  it('finds by a part of the label, the beginning of the id, a part of an address, and the verdict', () => {
    for (const query of ['RUN', BRUNO.slice(0, 5), '192.0.2.7', ':7000', 'suspect', 'bru suspect']) {
      expect(matches(bruno, query), query).to.equal(true);
    }
  });

  it('finds nobody for nothing, for half a verdict, or when one word is not there', () => {
    for (const query of ['', '  ', 'susp', 'bruno up']) expect(matches(bruno, query), query).to.equal(false);
  });
});
