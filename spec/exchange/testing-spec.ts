// Whether anybody opens at an address.
import { expect } from 'chai';
import type { Event } from '../../lib/event.ts';
import { TEST_MS_MAX, tested } from '../../lib/exchange/testing.ts';
import { Town } from '../support/town.ts';

const asked = (town: Town, address: string): readonly Event[] => {
  const transport = town.network.transport({ host: '10.0.0.9', node: 'z'.repeat(32) });
  const events: Event[] = [];
  tested({ type: 'test', node: 'a'.repeat(32), address, seq: 7 }, { transport, env: town.env })
    .subscribe((event) => events.push(event));
  town.advance(TEST_MS_MAX + 1);
  return events;
};

describe('a test of an address', () => {
  it('finds that somebody opens, and leaves no connection behind', () => {
    const town = new Town();
    const a = town.house('a');
    expect(asked(town, a.address)).to.deep.include.members([
      { type: 'node-tested', node: 'a'.repeat(32), address: a.address, seq: 7, answers: true }]);
    town.advance(1_000);
    expect(a.net.state.peers.size).to.equal(0);
    a.running.unsubscribe();
  });

  it('finds that nobody listens, and that nobody is there at all', () => {
    const town = new Town();
    const a = town.house('a');
    expect(asked(town, '10.0.0.1:7999')[0]).to.include({ answers: false });
    town.network.vanish('10.0.0.1');
    expect(asked(town, '10.0.0.1:7000')[0]).to.include({ answers: false });
    a.running.unsubscribe();
  });
});
