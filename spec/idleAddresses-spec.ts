// Which addresses may be dialled; who is passed over is shown with `dialIdle`, which asks for them.
import { expect } from 'chai';
import { idleAddresses, wholeAddress } from '../lib/idleAddresses.ts';
import { after, aState, loopFound, nodeIdFrom } from '../lib/testing/index.ts';

const [one, two] = ['10.0.0.1:7000', '10.0.0.2:7000'];
const b = nodeIdFrom('b');

describe('idleAddresses', () => {
  const state = aState({ addresses: { [one]: { attempts: 1 }, [`${b}@${two}`]: {} } });

  it('gives the best first, to be dialled with the id where it is known', () =>
    expect(idleAddresses(state, 0).map(wholeAddress)).to.deep.equal([`${b}@${two}`, one]));

  it('passes over an address that a loop went round until it is over', () => {
    const broken = after(state, 0, loopFound(two, { until: 5 }));
    expect(idleAddresses(broken, 4).map(wholeAddress)).to.deep.equal([one]);
    expect(idleAddresses(broken, 5).map(wholeAddress)).to.deep.equal([`${b}@${two}`, one]);
  });
});
