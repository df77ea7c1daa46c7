// What one node says to all is heard once by each of the others, and by nobody else.
import { expect } from 'chai';
import { CAST_BYTES_MAX } from '../../lib/exchange/cast.ts';
import { CASTS_BURST } from '../../lib/exchange/casts.ts';
import { RequestError } from '../../lib/peer.ts';
import { idOfLetter, Town, type House } from '../support/town.ts';

const LETTERS = 'abcdefgh'.split('');

const settled = (): { readonly town: Town; readonly houses: readonly House[] } => {
  const town = new Town();
  const houses = LETTERS.map((letter) => town.house(letter, letter === 'a' ? {} : { peers: ['10.0.0.1:7000'] }));
  town.advance(15_000);
  return { town, houses };
};

const leave = (houses: readonly House[]): void => houses.forEach(({ running }) => running.unsubscribe());

/** What each node hears on a topic from now on. */
const hearing = (houses: readonly House[], topic: string): ReadonlyMap<string, string[]> =>
  new Map(houses.map(({ letter, net }) => {
    const heard: string[] = [];
    net.casts(topic).subscribe(({ origin, data }) =>
      heard.push(`${origin.slice(0, 8)} ${Buffer.from(data).toString()}`));
    return [letter, heard];
  }));

describe('a broadcast', function () {
  this.timeout(20_000);
  it('is heard once by every other node, within a tenth of a second, and on its topic only', () => {
    const { town, houses } = settled();
    const [chat, other] = [hearing(houses, 'chat'), hearing(houses, 'other')];
    for (const { letter, net } of houses) net.broadcast('chat', Buffer.from(`I am ${letter}`));
    town.advance(100);
    for (const letter of LETTERS) {
      const expected = LETTERS.filter((one) => one !== letter)
        .map((one) => `${idOfLetter(one).slice(0, 8)} I am ${one}`);
      expect([...chat.get(letter) ?? []].sort()).to.deep.equal(expected.sort());
      expect(other.get(letter)).to.deep.equal([]);
    }
    leave(houses);
  });

  it('does not change the map, and is not written into the journal of those who pass it on', () => {
    const { town, houses } = settled();
    const before = houses.map(({ net }) => net.state.network.digest);
    const steps = houses.map(({ steps: all }) => all.length);
    houses[0]?.net.broadcast('chat', Buffer.from('hello'));
    expect(houses.map(({ steps: all }) => all.length)).to.deep.equal(steps);
    town.advance(100);
    expect(houses.map(({ net }) => net.state.network.digest)).to.deep.equal(before);
    leave(houses);
  });

  it('is as long as it may be, and is refused where it is longer, too often, or of a node without a record', () => {
    const { town, houses } = settled();
    const { net } = houses[0]!;
    net.broadcast('chat', new Uint8Array(CAST_BYTES_MAX));
    const refusal = (work: () => void): string => {
      try {
        work();
        return '';
      } catch (error) {
        return (error as RequestError).code;
      }
    };
    expect(refusal(() => net.broadcast('chat', new Uint8Array(CAST_BYTES_MAX + 1)))).to.equal('too-big');
    for (let count = 1; count < CASTS_BURST; count++) net.broadcast('chat', Buffer.of(count));
    expect(refusal(() => net.broadcast('chat', Buffer.of(0)))).to.equal('rejected');
    town.advance(1_000);
    expect(refusal(() => net.broadcast('chat', Buffer.of(0)))).to.equal('');
    const quiet = town.house('q', { listen: [], peers: [] });
    quiet.running.unsubscribe();
    expect(refusal(() => quiet.net.broadcast('chat', Buffer.of(0)))).to.equal('not-connected');
    leave(houses);
  });
});
