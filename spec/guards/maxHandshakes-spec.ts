// The limit of handshakes, at its boundary.
import { expect } from 'chai';
import { accept, welcome } from '../../lib/command.ts';
import { maxHandshakes } from '../../lib/guards/maxHandshakes.ts';
import { aState, type StateSketch } from '../../lib/testing/index.ts';

const accepting = (others: NonNullable<StateSketch['peers']>): string | undefined =>
  maxHandshakes(2)({
    command: accept('in-9'), state: aState({ peers: { ...others, 'in-9': { phase: 'accepted' } } }), now: 0,
  });

describe('maxHandshakes', () => {
  it('accepts a second one while another is in its handshake', () =>
    expect(accepting({ 'in-1': { phase: 'securing' } })).to.be.undefined);

  it('refuses a third, with the count and the limit', () =>
    expect(accepting({ 'in-1': { phase: 'accepted' }, 'in-2': { phase: 'greeted' } }))
      .to.equal('full: 2 handshakes under way, limit 2'));

  it('does not count whoever is alive, closing or was dialled', () =>
    expect(accepting({
      'in-1': {}, 'in-2': { phase: 'closing' }, 'out-3': { phase: 'securing' }, 'in-4': { phase: 'securing' },
    })).to.be.undefined);

  it('has nothing to say once the handshake is over', () => {
    const greeted = { phase: 'greeted' } as const;
    const state = aState({ peers: { 'in-1': greeted, 'in-2': greeted, 'in-3': greeted } });
    expect(maxHandshakes(2)({ command: welcome('in-3'), state, now: 0 })).to.be.undefined;
  });
});
