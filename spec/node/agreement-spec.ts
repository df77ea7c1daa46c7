// Whole nodes come to hold one map of the network, and each can prove that all do.
import { expect } from 'chai';
import { Town, type House } from '../support/town.ts';

const leave = (...houses: readonly House[]): void => houses.forEach(({ running }) => running.unsubscribe());

const letters = (count: number): readonly string[] => 'abcdefghijklmnopqrstuvwxyz'.slice(0, count).split('');

const settled = (town: Town, count: number): readonly House[] => {
  const [first = 'a', ...others] = letters(count);
  const house = town.house(first);
  return [house, ...others.map((letter) => town.house(letter, { peers: [house.address] }))];
};

const digests = (houses: readonly House[]): ReadonlySet<string> =>
  new Set(houses.map(({ net }) => net.state.network.digest));

describe('a network of nodes that agree', () => {
  it('is one map at ten nodes that were told of the first only, and each of them proves it', function () {
    this.timeout(20_000);
    const town = new Town();
    const houses = settled(town, 10);
    town.advance(12_000);
    expect(digests(houses).size).to.equal(1);
    for (const { net: { state: { network } } } of houses) {
      expect(network.map.entries.size).to.equal(10);
      expect(network.agreement.proven).to.equal(true);
      expect(network.agreement.share).to.equal(1);
    }
    leave(...houses);
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
  });
});

