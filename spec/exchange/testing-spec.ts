// Whether anybody opens at an address.
import { expect } from 'chai';
import { mergeMap } from 'rxjs';
import type { Event } from '../../lib/event.ts';
import { TEST, tested } from '../../lib/exchange/testing.ts';
import { idOfLetter, Town } from '../support/town.ts';

const asked = (town: Town, address: string, node = idOfLetter('a')): readonly Event[] => {
  const transport = town.network.transport({ host: '10.0.0.9', node: 'z'.repeat(32) });
  const events: Event[] = [];
  tested({ type: 'test', node, address, seq: 7 }, { transport, env: town.env })
    .subscribe((event) => events.push(event));
  town.advance(TEST.openMs + TEST.wordMs + 1);
  return events;
};

describe('a test of an address', () => {
  it('finds that somebody opens, and leaves no connection behind', () => {
    const town = new Town();
    const a = town.house('a');
    expect(asked(town, a.address)).to.deep.include.members([
      { type: 'node-tested', node: idOfLetter('a'), address: a.address, seq: 7, answers: true }]);
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

  it('is not taken in by a kernel that opens for a process that is stopped', () => {
    const town = new Town();
    const listening = town.network.transport({ host: '10.0.0.1', node: idOfLetter('a') })
      .listen('10.0.0.1:7000')
      .pipe(mergeMap(({ connection$ }) => connection$))
      .subscribe(); // nobody reads what comes
    expect(asked(town, '10.0.0.1:7000')[0]).to.include({ answers: false, error: 'nobody answers there' });
    listening.unsubscribe();
  });

  it('finds that one that turns everybody away lives all the same', () => {
    const town = new Town();
    const listening = town.network.transport({ host: '10.0.0.1', node: idOfLetter('a') })
      .listen('10.0.0.1:7000')
      .pipe(mergeMap(({ connection$ }) => connection$))
      .subscribe((connection) => connection.destroy());
    expect(asked(town, '10.0.0.1:7000')[0]).to.include({ answers: true });
    listening.unsubscribe();
  });

  it('does not take another node at the same address for it', () => {
    const town = new Town();
    const a = town.house('a');
    expect(asked(town, a.address, idOfLetter('b'))[0]).to.include({ answers: false });
    a.running.unsubscribe();
  });
});
