// A node behind a router, or in a container: what it tells of where it is.
import { expect } from 'chai';
import { eventsOf, Town } from '../support/town.ts';

const OUTSIDE = '203.0.113.9:7001';

describe('a node that announces where it is', () => {
  it('tells of that in its record and its hello, and of nowhere else, and takes it for itself', () => {
    const town = new Town();
    const anna = town.house('a', { announce: [OUTSIDE] });
    const bert = town.house('b', { peers: [anna.address] });
    town.advance(5_000);
    const said = bert.net.state.network.survey.versionOf(anna.net.id)?.record.body.addresses;
    expect(said).to.deep.equal([OUTSIDE]);
    expect(eventsOf(bert, 'peer-greeted').map(({ hello }) => hello.addresses)).to.deep.equal([[OUTSIDE]]);
    expect(bert.net.state.addresses.get(OUTSIDE)?.node).to.equal(anna.net.id);
    anna.net.order({ type: 'dial', address: OUTSIDE });
    town.advance(1_000);
    expect(eventsOf(anna, 'command-refused').map(({ guard, reason }) => [guard, reason]))
      .to.deep.include(['notSelf', `self: ${OUTSIDE} is this node`]);
    [anna, bert].forEach(({ running }) => running.unsubscribe());
  });
});
