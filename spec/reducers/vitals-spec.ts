// Signs of life.
import { expect } from 'chai';
import { smoothed, vitals } from '../../lib/reducers/vitals.ts';
import { aState, heard, ticked } from '../../lib/testing/index.ts';

const state = aState({ peers: { 'in-1': {} } });
const traffic = { bytesIn: 1, bytesOut: 2, requests: 3 };

describe('the vitals reducer', () => {
  it('keeps when a peer was heard and what it has carried', () =>
    expect(vitals(state, heard('in-1', { traffic }), 9).state.peers.get('in-1'))
      .to.deep.include({ heardAt: 9, traffic }));

  it('has no round trip before the first pong', () =>
    expect(vitals(state, heard('in-1', { traffic }), 9).state.peers.get('in-1'))
      .to.not.have.any.keys('rttMs', 'rttVarMs'));

  it('takes the first pong for itself, and weighs the next as RFC 6298 does', () => {
    const one = vitals(state, heard('in-1', { rttMs: 100 }), 1).state;
    expect(one.peers.get('in-1')).to.include({ rttMs: 100, rttVarMs: 50 });
    const two = vitals(one, heard('in-1', { rttMs: 180 }), 2).state;
    expect(two.peers.get('in-1')).to.include({ rttMs: 110, rttVarMs: 57.5 });
  });

  it('comes to rest on a steady round trip', () => {
    let now = smoothed({}, 1);
    for (let count = 0; count < 200; count++) now = smoothed(now, 40);
    expect(now.rttMs).to.be.closeTo(40, 1e-6);
    expect(now.rttVarMs).to.be.closeTo(0, 1e-6);
  });

  it('leaves all else of the peer and of the node as it was', () => {
    for (const sketch of [{}, { label: 'north' }, { contests: { peer: 'in-2', since: 1 } }]) {
      const before = aState({ peers: { 'in-1': sketch, 'in-2': {} } });
      const { state: after } = vitals(before, heard('in-1', { rttMs: 100, traffic }), 9);
      const record = { ...before.peers.get('in-1'), heardAt: 9, traffic, rttMs: 100, rttVarMs: 50 };
      expect(after.peers.get('in-1')).to.deep.equal(record);
      expect({ ...after, peers: before.peers }).to.deep.equal(before);
    }
  });

  it('does nothing for a peer that is gone, nor on other events', () => {
    expect(vitals(state, heard('in-2'), 9)).to.deep.equal({ state, commands: [] });
    expect(vitals(state, ticked('heartbeat'), 9).state).to.equal(state);
  });
});
