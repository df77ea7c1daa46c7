// What of the map is drawn.
import { expect } from 'chai';
import { graphOf, sceneOf } from '../../../lib/dashboard/map/scene.ts';
import { lookedAt, meant } from '../../../lib/dashboard/page/lookedAt.ts';
import { iso } from '../../../lib/iso.ts';
import { nodeIdFrom } from '../../../lib/testing/nodeIdFrom.ts';
import { aNetwork, ANNA, aNode, BRUNO, CLARA, NOON } from '../../support/aPage.ts';

const edge = (tail: string, head: string, denied = false) => ({
  tail: nodeIdFrom(tail),
  head: nodeIdFrom(head),
  denied,
});

describe('the scene of the map', () => {
  it('begins with the node that shows it', () => {
    const { nodes } = sceneOf(aNetwork(), BRUNO);
    expect(nodes.map(({ label, isOwn }) => [label, isOwn])).to.deep.equal([
      ['bruno', true],
      ['anna', false],
      ['clara', false],
    ]);
  });

  it('knows which edges go both ways, and which are denied', () => {
    const { edges } = sceneOf(
      aNetwork({ edges: [edge('anna', 'bruno'), edge('bruno', 'anna'), edge('clara', 'anna', true)] }),
      ANNA,
    );
    expect(edges.map(({ hasTwin, denied }) => [hasTwin, denied])).to.deep.equal([
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  it('keeps the edges of who is gone, as far as records name them', () => {
    const gone = [aNode('emil', { verdict: 'down' })];
    const { nodes, edges } = sceneOf(
      aNetwork({ gone, goneEdges: [edge('emil', 'anna'), edge('emil', 'nobody')] }),
      ANNA,
    );
    expect(nodes).to.have.length(4);
    expect(edges.filter(({ isGone }) => isGone)).to.deep.equal([
      { tail: 3, head: 0, denied: false, isGone: true, hasTwin: false },
    ]);
  });

  it('finds a part that no path leads to', () => {
    const gone = ['emil', 'frida'].map((name) => aNode(name, { verdict: 'lost' }));
    const { islands } = sceneOf(aNetwork({ gone, goneEdges: [edge('emil', 'frida')] }), ANNA);
    expect(islands).to.deep.equal([[3, 4]]);
  });

  it('takes nodes that are down for a part only where the network has come apart, and then draws them apart', () => {
    const gone = ['emil', 'frida'].map((name) => aNode(name, { verdict: 'down' }));
    const network = aNetwork({ gone, goneEdges: [edge('emil', 'frida'), edge('frida', 'anna')] });
    const partition = { since: iso(NOON), side: 'majority', before: 5, missing: 2 } as const;
    expect(sceneOf(network, ANNA).islands).to.deep.equal([]);
    expect(sceneOf({ ...network, partition }, ANNA).islands).to.deep.equal([[3, 4]]);
    expect(graphOf(sceneOf(network, ANNA)).links).to.have.length(10);
    expect(graphOf(sceneOf({ ...network, partition }, ANNA)).links).to.have.length(8);
  });
});

describe('what is looked at', () => {
  const scene = sceneOf(aNetwork(), ANNA);

  it('is a node or an edge by its number', () => {
    expect(lookedAt({ query: '', selection: { type: 'node', id: BRUNO } }, scene)).to.include({
      node: 1,
      isChosen: true,
    });
    expect(lookedAt({ query: '', selection: { type: 'edge', tail: BRUNO, head: CLARA } }, scene)).to.include({
      edge: 1,
    });
  });

  it('is nothing once it is no longer in the map', () =>
    expect(lookedAt({ query: '', selection: { type: 'edge', tail: CLARA, head: BRUNO } }, scene)).to.deep.equal({
      found: new Set(),
      isChosen: false,
    }));

  it('is whoever is called just so, before who is only called something like it', () => {
    const nodes = ['anna-2', 'anna', 'bruno'].map((name) => aNode(name));
    expect(meant(sceneOf(aNetwork({ nodes }), undefined), 'Anna')).to.equal(aNode('anna').id);
    expect(meant(sceneOf(aNetwork({ nodes }), undefined), 'ann')).to.equal(aNode('anna-2').id);
    expect(meant(sceneOf(aNetwork({ nodes }), undefined), 'zoe')).to.equal(undefined);
  });

  it('is what a search finds as well', () => expect([...lookedAt({ query: 'b' }, scene).found]).to.deep.equal([1]));
});
