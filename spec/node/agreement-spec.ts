// Whole nodes come to hold one map of the network, each can prove that all do, and none ever proves what is not so.
import { expect } from 'chai';
import { contentOf } from '../../lib/network/networkMap.ts';
import { verdictOf, withVerdict } from '../../lib/network/survey.ts';
import type { State } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { eventsOf, Town, type House } from '../support/town.ts';

const leave = (...houses: readonly House[]): void => houses.forEach(({ running }) => running.unsubscribe());

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The first is told of nobody, the others of the first. */
const settled = (town: Town, count: number): readonly House[] => {
  const [first = 'a', ...others] = LETTERS.slice(0, count).split('');
  const house = town.house(first);
  return [house, ...others.map((letter) => town.house(letter, { peers: [house.address] }))];
};

const stateOf = ({ net }: House): State => net.state;

const digests = (houses: readonly House[]): ReadonlySet<string> =>
  new Set(houses.map((house) => stateOf(house).network.digest));

const expectAgreed = (houses: readonly House[]): void => {
  expect(digests(houses).size, 'digests').to.equal(1);
  for (const house of houses) {
    const { agreement, survey } = stateOf(house).network;
    expect(agreement, house.letter).to.include({ proven: true, share: 1 });
    expect(withVerdict(survey, 'up'), house.letter).to.have.members(houses.map(({ net }) => net.id));
  }
};

/** How long it takes from now until that holds, in steps of a tenth of a second. */
const until = (town: Town, holds: () => boolean, mostMs: number): number => {
  for (let ms = 0; ms <= mostMs; ms += 100) {
    if (holds()) return ms;
    town.advance(100);
  }
  return Infinity;
};

const areAgreed = (houses: readonly House[]) => (): boolean =>
  digests(houses).size === 1 && houses.every((house) => {
    const { agreement, survey } = stateOf(house).network;
    return agreement.proven && withVerdict(survey, 'up').length === houses.length;
  });

/** Proofs of what was not so: somebody who was up in the map had not held it by then. */
const falseProofs = (houses: readonly House[]): readonly string[] => {
  const held = new Map<string, Map<string, number>>(houses.map(({ net }) => [net.id, new Map<string, number>()]));
  for (const { net, steps } of houses) {
    const first = held.get(net.id);
    for (const { state: { network: { map } }, now } of steps) {
      const content = contentOf(map);
      if (first?.has(content) === false) first.set(content, now);
    }
  }
  const falseIn = (letter: string, { state: { network }, now }: Step): readonly string[] => {
    const { agreement: { proven }, digest, map, survey } = network;
    const content = proven ? contentOf(map) : '';
    return !proven ? [] : withVerdict(survey, 'up')
      .filter((id) => !((held.get(id)?.get(content) ?? Infinity) <= now))
      .map((id) => `${letter} at ${now}: ${id.slice(0, 8)} has not held ${digest.slice(0, 8)}`);
  };
  return houses.flatMap(({ letter, steps }) => steps.flatMap((step) => falseIn(letter, step)));
};

const proofsOf = (house: House): number => eventsOf(house, 'agreement-proven').length;

describe('a network of nodes that agree', function () {
  this.timeout(300_000);

  it('is one map at ten nodes that were told of the first only, and each of them proves it', () => {
    const town = new Town();
    const houses = settled(town, 10);
    town.advance(12_000);
    expectAgreed(houses);
    expect(falseProofs(houses)).to.deep.equal([]);
    leave(...houses);
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
  });

  it('proves its agreement within a second of the last change', () => {
    const town = new Town();
    const houses = settled(town, 10);
    town.advance(30_000);
    const changes = houses.flatMap(({ steps }) => steps.filter(({ event }) => event.type === 'record-issued'));
    const last = Math.max(...changes.map(({ now }) => now));
    const proofs = houses.map(({ steps }) =>
      steps.findLast(({ event }) => event.type === 'agreement-proven')?.now ?? NaN);
    expect(Math.max(...proofs) - last).to.be.within(1, 1_000);
    leave(...houses);
  });

  it('says nothing of itself, and agrees all the same, where nothing changes for half an hour', () => {
    const town = new Town();
    const houses = settled(town, 3);
    town.advance(20_000);
    const before = houses.map((house) => eventsOf(house, 'record-issued').length);
    town.advance(25 * 60_000);
    expect(houses.map((house) => eventsOf(house, 'record-issued').length)).to.deep.equal(before);
    expectAgreed(houses);
    leave(...houses);
  });

  it('agrees without a break since it first did, though every ten minutes all look anew for what has expired', () => {
    const town = new Town();
    const houses = settled(town, 3);
    const sinces = (): readonly (number | undefined)[] => houses.map(({ net }) => net.state.network.agreement.since);
    town.advance(20_000);
    const [digest, since, proofs] = [digests(houses), sinces(), houses.map(proofsOf)];
    expect(since).to.not.include(undefined);
    const seen = houses.map(({ steps }) => steps.length);
    town.advance(15 * 60_000);
    expect(digests(houses)).to.not.deep.equal(digest); // the number of the sweep is in it
    const unproven = houses.flatMap(({ steps }, at) => steps.slice(seen[at]))
      .filter(({ state: { network: { agreement } } }) => !agreement.proven);
    expect(unproven.map(({ event }) => event)).to.deep.equal([]); // nothing was dropped, so nothing is in doubt
    expect(houses.map(proofsOf)).to.satisfy((now: readonly number[]) => now.every((n, at) => n > (proofs[at] ?? n)));
    expectAgreed(houses);
    expect(sinces()).to.deep.equal(since);
    expect(falseProofs(houses)).to.deep.equal([]);
    leave(...houses);
  });

  it('agrees without a node that was killed, and with it again when it is back', () => {
    const town = new Town();
    const houses = settled(town, 10);
    town.advance(20_000);
    const [killed, ...others] = [...houses].reverse() as [House, ...House[]];
    town.network.crash(killed.host);
    leave(killed);
    expect(until(town, areAgreed(others), 10_000)).to.be.below(3_000);
    expect(verdictOf(stateOf(others[0]!).network.survey, killed.net.id)).to.be.oneOf(['down', 'lost']);
    const back = town.house(killed.letter, { peers: [houses[0]!.address] });
    expect(until(town, areAgreed([back, ...others]), 10_000)).to.be.below(8_000);
    expect(falseProofs([...houses, back])).to.deep.equal([]);
    leave(back, ...others);
  });

  it('agrees without a node whose host fell silent', () => {
    const town = new Town();
    const houses = settled(town, 10);
    town.advance(20_000);
    const [gone, ...others] = [...houses].reverse() as [House, ...House[]];
    town.network.vanish(gone.host);
    leave(gone);
    expect(until(town, areAgreed(others), 20_000)).to.be.below(9_000);
    leave(...others);
  });

  it('hears the last word of a node that stops, and agrees without it', () => {
    const town = new Town();
    const houses = settled(town, 5);
    town.advance(20_000);
    const [gone, ...others] = [...houses].reverse() as [House, ...House[]];
    gone.net.stop('test');
    expect(until(town, areAgreed(others), 10_000)).to.be.below(3_000);
    expect(others.map((house) => verdictOf(stateOf(house).network.survey, gone.net.id)))
      .to.deep.equal(others.map(() => 'left'));
    expect(others.flatMap((house) => eventsOf(house, 'attestation-issued'))).to.deep.equal([]);
    leave(...others);
  });

  it('takes back what was said of a node that lives after all', () => {
    const town = new Town();
    const houses = settled(town, 6);
    town.advance(20_000);
    const [victim, ...others] = [...houses].reverse() as [House, ...House[]];
    town.network.partition([victim.host]);
    expect(until(town, areAgreed(others), 20_000)).to.be.below(9_000);
    expect(others.flatMap((house) => eventsOf(house, 'attestation-issued')).length).to.be.at.least(1);
    town.network.heal();
    expect(until(town, areAgreed(houses), 60_000)).to.be.below(12_000);
    expect(falseProofs(houses)).to.deep.equal([]);
    leave(...houses);
  });

  it('is one again in seconds when its two halves find together after a minute', () => {
    // one here, for the time that it takes; `npm run bench:discovery` has the median of twenty
    const seeds = Array.from({ length: Number(process.env['MILLRACE_SEEDS'] ?? 1) }, (_, at) => at + 1);
    const times = seeds.map((seed) => {
      const town = new Town({ latencyMs: 10 }, sfc32(seed));
      const houses = settled(town, 20);
      town.advance(20_000);
      const halves = [houses.slice(0, 10), houses.slice(10)] as const;
      town.network.partition(halves[0].map(({ host }) => host), halves[1].map(({ host }) => host));
      town.advance(60_000);
      for (const half of halves) expect(digests(half).size).to.equal(1);
      const parted = houses.filter((house) => eventsOf(house, 'network-parted').length === 1);
      expect(parted.length, `seed ${seed}`).to.equal(20);
      town.network.heal();
      const tookMs = until(town, areAgreed(houses), 60_000);
      expect(houses.filter((house) => eventsOf(house, 'network-healed').length === 1).length).to.equal(20);
      leave(...houses);
      return tookMs;
    });
    const median = [...times].sort((a, b) => a - b)[times.length >> 1] ?? Infinity;
    expect(median, times.join(' ')).to.be.below(6_000);
  });
});
