// What a connection has been told.
import { expect } from 'chai';
import { Told } from '../../lib/exchange/told.ts';
import { after, aState, itemsHeard, recordOf, reported } from '../../lib/testing/index.ts';

const before = aState({ peers: { 'in-1': {}, 'in-2': {} } });
const moved = after(before, 0, itemsHeard('in-1', [recordOf('anna')]));

describe('what was told', () => {
  it('is of one connection, and of where the node stood then', () => {
    const told = new Told();
    expect(told.telling('in-1', before.network)).to.equal(before.network);
    expect(told.isTold('in-1', before.network)).to.equal(true);
    expect(told.isTold('in-2', before.network)).to.equal(false);
    expect(told.isTold('in-1', moved.network)).to.equal(false);
  });

  it('is still true when others have moved, and forgotten when it did not get through', () => {
    const told = new Told();
    told.note('in-1', before.network);
    expect(told.isTold('in-1', after(before, 0, reported('in-2')).network)).to.equal(true);
    told.forget('in-1');
    expect(told.isTold('in-1', before.network)).to.equal(false);
  });
});
