// Builders: what they make is what a node would have made.
import { expect } from 'chai';
import { parseAddress } from '../../lib/address.ts';
import { isNodeId } from '../../lib/nodeId.ts';
import { alive, pending } from '../../lib/state.ts';
import { addressFrom, after, aState, closed, nodeIdFrom, ticked, withPeers } from '../../lib/testing/index.ts';

describe('the builders', () => {
  for (const name of ['a', 'in-1', 'Alice & Bob', '']) {
    it(`make a valid id and a valid address from ${JSON.stringify(name)}, the same every time`, () => {
      expect(isNodeId(nodeIdFrom(name))).to.be.true;
      expect(nodeIdFrom(name)).to.equal(nodeIdFrom(name)).and.to.not.equal(nodeIdFrom(`${name}1`));
      expect(parseAddress(addressFrom(name)).port).to.equal(7_000);
    });
  }

  it('make ids in which the name can still be read', () => expect(nodeIdFrom('Alice')).to.match(/^alice/));

  for (const phase of ['dialling', 'securing', 'greeting', 'greeted', 'alive', 'closing'] as const) {
    it(`bring a connection to ${phase}`, () => {
      const state = aState({ peers: { 'out-1': { phase } } });
      expect(state.peers.get('out-1')?.phase).to.equal(phase);
      expect([alive(state, 'out'), pending(state, 'out')]).to.deep.equal(
        [phase === 'alive' ? 1 : 0, phase === 'alive' || phase === 'closing' ? 0 : 1]);
    });
  }

  it('count and index what they put into a state, so that taking it out again leaves nothing', () => {
    const node = nodeIdFrom('b');
    const state = withPeers({ 'in-1': { node, address: '203.0.113.9:50000' } });
    expect(state.peersByNode.get(node)).to.deep.equal(['in-1']);
    const left = after(state, 0, closed('in-1', { node }));
    expect([left.peers.size, left.peersByNode.size, left.tally.size]).to.deep.equal([0, 0, 0]);
  });

  it('keep what a test says, whatever the events would have made of it', () => {
    const addresses = { '10.0.0.1:7000': { attempts: 2 } };
    const state = aState({ now: 5, peers: { 'out-1': { rttMs: 7, heardAt: 3 } }, addresses });
    expect(state.peers.get('out-1')).to.include({ rttMs: 7, heardAt: 3, since: 5, openedAt: 5 });
    expect(state.addresses.get('10.0.0.1:7000')).to.include({ attempts: 2, from: 'book', learntAt: 5 });
  });

  it('make bans, a place to listen, a lifecycle and a self', () => {
    const state = aState({
      bans: { '10.0.0.9': 77 }, listening: ['10.0.0.1:7000'], lifecycle: 'stopping', self: { network: 'other' },
    });
    expect(state.bans.get('10.0.0.9')?.until).to.equal(77);
    expect(state).to.deep.include({ listening: ['10.0.0.1:7000'], lifecycle: 'stopping' });
    expect(state.self.network).to.equal('other');
  });

  it('leave the state as it is when an event means nothing to it', () => {
    const state = aState();
    expect(after(state, 0, ticked('idle'))).to.equal(state);
  });
});
