// Two processes with one key: they do not fight for ever.
import { expect } from 'chai';
import { sfc32 } from '../../lib/sfc32.ts';
import { eventsOf, Town } from '../support/town.ts';

const MINUTE_MS = 60_000;

describe('two processes with one key', () => {
  it('are told of: one stops, and the other and all others are left in peace', () => {
    const town = new Town({ latencyMs: 10 }, sfc32(1)); // processes differ by what they draw
    const [bert, carla] = [town.house('b'), town.house('c', { peers: ['10.0.0.2:7000'] })];
    town.advance(10_000);
    const one = town.house('a', { peers: ['10.0.0.2:7000', '10.0.0.3:7000'] });
    const other = town.house('a', { peers: ['10.0.0.2:7000', '10.0.0.3:7000'] }, '10.0.0.9');
    town.advance(3 * MINUTE_MS);
    const twins = [one, other];
    const told = twins.flatMap((house) => eventsOf(house, 'identity-duplicated'));
    expect(told).to.deep.equal([{ type: 'identity-duplicated', node: one.net.id, times: 3 }]);
    expect(twins.map(({ ended }) => ended).sort()).to.deep.equal(['running', 'stopped']);

    const calm = (): readonly unknown[] =>
      [bert, carla].map((house) => [eventsOf(house, 'peer-closed').length, house.net.state.network.digest]);
    const before = calm();
    town.advance(MINUTE_MS);
    expect(calm()).to.deep.equal(before);
    expect([bert, carla].map(({ net }) => net.state.network.survey.verdictOf(one.net.id))).to.deep.equal(['up', 'up']);
    expect([bert, carla].every(({ net }) => net.state.network.agreement.proven)).to.equal(true);
    [bert, carla, one, other].forEach(({ running }) => running.unsubscribe());
  });
});
