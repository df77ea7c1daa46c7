// Nobody new once a stop was asked for.
import { expect } from 'chai';
import { accept, close, dial, ping, save, stop, welcome } from '../../lib/command.ts';
import { goodbyeFor } from '../../lib/guard.ts';
import { whileRunning } from '../../lib/guards/whileRunning.ts';
import { aState } from '../../lib/testing/index.ts';

const opening = [dial('10.0.0.9:7000'), accept('in-1'), welcome('in-1')];
const other = [close('in-1', 'stopping'), ping('in-1'), save(), stop()];

describe('whileRunning', () => {
  it('lets everything pass while the node runs', () => {
    const state = aState();
    for (const command of [...opening, ...other]) expect(whileRunning({ command, state, now: 0 })).to.be.undefined;
  });

  for (const lifecycle of ['stopping', 'leaving', 'stopped'] as const) {
    it(`refuses to dial, accept and welcome while the node is ${lifecycle}, and says that it stops`, () => {
      const state = aState({ lifecycle });
      for (const command of opening) {
        const reason = whileRunning({ command, state, now: 0 });
        expect(reason).to.equal(`stopping: the node is ${lifecycle}`);
        expect(goodbyeFor(reason ?? '')).to.equal('stopping');
      }
    });

    it(`lets a node that is ${lifecycle} say goodbye and save`, () => {
      const state = aState({ lifecycle });
      for (const command of other) expect(whileRunning({ command, state, now: 0 })).to.be.undefined;
    });
  }
});
