// Who may dial what a loop went round, and who may not.
import { expect } from 'chai';
import { close, dial } from '../../lib/command.ts';
import { notLooping } from '../../lib/guards/notLooping.ts';
import { after, aState, loopFound } from '../../lib/testing/index.ts';

const here = '10.0.0.1:7000';
const state = after(aState(), 0, loopFound(here, { until: 5 }));

describe('notLooping', () => {
  it('refuses to dial the address until the loop is over, and says which loop', () => {
    expect(notLooping({ command: dial(here), state, now: 4, by: 'dialIdle' })).to.equal(
      'loop: dialIdle dials it, strict closes it (evicted), 5 times in 1s; left alone until 1970-01-01T00:00:00.005Z',
    );
    expect(notLooping({ command: dial(here), state, now: 5, by: 'dialIdle' })).to.be.undefined;
  });

  it('knows the address with an id in front of it', () =>
    expect(notLooping({ command: dial(`${'b'.repeat(32)}@${here}`), state, now: 4 })).to.be.a('string'));

  it('lets the operator dial it', () =>
    expect(notLooping({ command: dial(here), state, now: 4, by: 'operator' })).to.be.undefined);

  it('has nothing to say about other addresses and other commands', () => {
    expect(notLooping({ command: dial('10.0.0.2:7000'), state, now: 4 })).to.be.undefined;
    expect(notLooping({ command: close('out-1', 'idle'), state, now: 4 })).to.be.undefined;
  });
});
