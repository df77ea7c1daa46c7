// How much one customer's addresses may take of the incoming slots.
import { expect } from 'chai';
import { accept, dial } from '../../lib/command.ts';
import { perNarrowGroup } from '../../lib/guards/perNarrowGroup.ts';
import { aState, accepted, type StateSketch } from '../../lib/testing/index.ts';
import { asks, guardDrawing, happens } from '../support/drawing.ts';

const guard = perNarrowGroup({ incoming: 2 });
const asked = (peers: StateSketch['peers']): string | undefined =>
  guard({ command: accept('in-9'), state: aState(peers === undefined ? {} : { peers }), now: 0 });
const from = (address: string) => ({ address, phase: 'accepted' as const });

describe('perNarrowGroup', () => {
  guardDrawing('perNarrowGroup', 'refuses one more from a /24 than there may be', {
    guard,
    from: aState({ peers: { 'in-1': { address: '203.0.113.1:5000' } } }),
    asked: ['  ba-dc', {
      a: asks(accept('in-2')), b: happens(accepted('in-2', { address: '203.0.113.2:5000' })),
      c: asks(accept('in-3')), d: happens(accepted('in-3', { address: '203.0.113.3:5000' })),
    }],
    refused: ['----c', { c: 'full: 2 incoming from 203.0.113, limit 2' }],
  });

  it('counts neighbours of the same /24 or /48, and those of no other', () => {
    const two = { 'in-1': { address: '203.0.113.1:1' }, 'in-2': { address: '203.0.113.2:1' } };
    expect(asked({ ...two, 'in-9': from('203.0.113.9:1') })).to.equal('full: 2 incoming from 203.0.113, limit 2');
    expect(asked({ ...two, 'in-9': from('203.0.114.9:1') })).to.be.undefined;
    const six = { 'in-1': { address: '[2001:db8:1::1]:1' }, 'in-2': { address: '[2001:db8:1:2::1]:1' } };
    expect(asked({ ...six, 'in-9': from('[2001:db8:1:9::1]:1') }))
      .to.equal('full: 2 incoming from 2001:db8:1, limit 2');
    expect(asked({ ...six, 'in-9': from('[2001:db8:2::1]:1') })).to.be.undefined;
  });

  it('does not count whom it dialled, and exempts private addresses', () => {
    const out = { 'out-1': { address: '203.0.113.1:1' }, 'out-2': { address: '203.0.113.2:1' } };
    expect(asked({ ...out, 'in-9': from('203.0.113.9:1') })).to.be.undefined;
    const home = { 'in-1': { address: '10.0.0.1:1' }, 'in-2': { address: '10.0.0.2:1' } };
    expect(asked({ ...home, 'in-9': from('10.0.0.9:1') })).to.be.undefined;
    expect(guard({ command: dial('203.0.113.9:1'), state: aState({ peers: out }), now: 0 })).to.be.undefined;
  });
});
