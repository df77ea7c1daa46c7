// The limit of outgoing connections, at its boundary.
import { expect } from 'chai';
import { accept, dial } from '../../lib/command.ts';
import { maxOutgoing } from '../../lib/guards/maxOutgoing.ts';
import { aState, type StateSketch } from '../../lib/testing/index.ts';

const ask = (peers: NonNullable<StateSketch['peers']>): string | undefined =>
  maxOutgoing(2)({ command: dial('10.0.0.9:7000'), state: aState({ peers }), now: 0 });

describe('maxOutgoing', () => {
  it('lets the second dial pass when one slot of two is taken', () => expect(ask({ 'out-1': {} })).to.be.undefined);

  it('refuses the third, with the count and the limit', () =>
    expect(ask({ 'out-1': {}, 'out-2': {} })).to.equal('full: 2 outgoing, limit 2'));

  it('counts what is on its way', () =>
    expect(ask({ 'out-1': { phase: 'dialling' }, 'out-2': { phase: 'greeted' } }))
      .to.equal('full: 2 outgoing, limit 2'));

  it('does not count what is closing', () =>
    expect(ask({ 'out-1': {}, 'out-2': { phase: 'closing' } })).to.be.undefined);

  it('does not count what came in', () => expect(ask({ 'out-1': {}, 'in-2': {}, 'in-3': {} })).to.be.undefined);

  it('has nothing to say about an accept', () => {
    const state = aState({ peers: { 'out-1': {}, 'out-2': {}, 'in-3': { phase: 'accepted' } } });
    expect(maxOutgoing(2)({ command: accept('in-3'), state, now: 0 })).to.be.undefined;
  });
});
