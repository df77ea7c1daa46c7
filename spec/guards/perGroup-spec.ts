// The limits of one address group, at their boundaries.
import { expect } from 'chai';
import { accept, dial } from '../../lib/command.ts';
import { perGroup } from '../../lib/guards/perGroup.ts';
import { aState, type StateSketch } from '../../lib/testing/index.ts';

const guard = perGroup({ incoming: 2, outgoing: 1 });
type Peers = NonNullable<StateSketch['peers']>;

const accepting = (address: string, others: Peers): string | undefined => {
  const state = aState({ peers: { ...others, 'in-9': { phase: 'accepted', address } } });
  return guard({ command: accept('in-9'), state, now: 0 });
};

const dialling = (address: string, peers: Peers): string | undefined =>
  guard({ command: dial(address), state: aState({ peers }), now: 0 });

describe('perGroup', () => {
  it('accepts the last of a /16 that fits', () =>
    expect(accepting('203.0.113.9:50000', { 'in-1': { address: '203.0.5.1:50000' } })).to.be.undefined);

  it('refuses one more of the /16, with the group and the limit', () =>
    expect(accepting('203.0.113.9:50000', { 'in-1': { address: '203.0.5.1:1' }, 'in-2': { address: '203.0.77.1:1' } }))
      .to.equal('full: 2 incoming in group 203.0, limit 2'));

  it('accepts one of the next /16', () =>
    expect(accepting('203.1.113.9:50000', { 'in-1': { address: '203.0.5.1:1' }, 'in-2': { address: '203.0.77.1:1' } }))
      .to.be.undefined);

  it('dials the first of a /32 of IPv6, and refuses the second', () => {
    expect(dialling('[2001:db8:1::1]:7000', {})).to.be.undefined;
    expect(dialling('[2001:db8:1::1]:7000', { 'out-1': { address: '[2001:db8:2::1]:7000' } }))
      .to.equal('full: 1 outgoing in group 2001:db8, limit 1');
  });

  it('counts each direction by itself', () =>
    expect(dialling('203.0.113.9:7000', { 'in-1': { address: '203.0.5.1:50000' } })).to.be.undefined);

  const groupless = ['10.0.0.9:7000', '192.168.1.1:7000', '127.0.0.1:7000', '[fd00::1]:7000', 'node.example:7000'];
  for (const address of groupless) {
    it(`leaves ${address} alone: it is in no group`, () =>
      expect(dialling(address, { 'out-1': { address }, 'out-2': { address } })).to.be.undefined);
  }

  it('has nothing to say about a connection that is gone', () => {
    const none = perGroup({ incoming: 0, outgoing: 0 });
    expect(none({ command: accept('in-1'), state: aState(), now: 0 })).to.be.undefined;
  });
});
