// The limit of attempts under way, at its boundary.
import { expect } from 'chai';
import { dial, welcome } from '../../lib/command.ts';
import { maxDialling } from '../../lib/guards/maxDialling.ts';
import { aState, type StateSketch } from '../../lib/testing/index.ts';

const ask = (peers: NonNullable<StateSketch['peers']>): string | undefined =>
  maxDialling(2)({ command: dial('10.0.0.9:7000'), state: aState({ peers }), now: 0 });

describe('maxDialling', () => {
  it('lets a second attempt begin while one is under way', () =>
    expect(ask({ 'out-1': { phase: 'dialling' } })).to.be.undefined);

  it('refuses a third, whatever phase the two are in', () =>
    expect(ask({ 'out-1': { phase: 'dialling' }, 'out-2': { phase: 'greeted' } }))
      .to.equal('full: 2 attempts under way, limit 2'));

  it('does not count what is alive, closing or came in', () =>
    expect(ask({
      'out-1': {}, 'out-2': { phase: 'closing' }, 'in-3': { phase: 'securing' }, 'out-4': { phase: 'securing' },
    })).to.be.undefined);

  it('has nothing to say about a welcome', () => {
    const state = aState({ peers: { 'out-1': { phase: 'greeted' }, 'out-2': { phase: 'greeted' } } });
    expect(maxDialling(2)({ command: welcome('out-1'), state, now: 0 })).to.be.undefined;
  });
});
