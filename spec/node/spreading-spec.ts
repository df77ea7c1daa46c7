// How news travel through whole nodes: few copies in a busy network, none missed where a third passes nothing on, and
// only what has changed to whoever comes back.
import { expect } from 'chai';
import { defaultPolicies } from '../../lib/defaults.ts';
import { itemOf } from '../../lib/exchange/itemText.ts';
import { seqOf } from '../../lib/network/entry.ts';
import { entryOf } from '../../lib/network/networkMap.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import type { Step } from '../../lib/step.ts';
import { dropping, tampered } from '../../lib/testing/simulation/actors/tampered.ts';
import { eventsOf, idOfLetter, Town, type House } from '../support/town.ts';

const LETTERS = 'abcdefghijklmnopqrst'.split('');
const OUTGOING = 4;
const SETTLED_MS = 20_000;
const CHANGE_EVERY_MS = 500;
/** By then ten changes in ten seconds have been seen everywhere, and those who bring copies were told so. */
const BUSY_MS = 10_000;
const MEASURED_MS = 20_000;

const village = (town: Town, isHostile: (at: number) => boolean): readonly House[] =>
  LETTERS.map((letter, at) => {
    const plain = town.network.transport({ host: `10.0.0.${at + 1}`, node: idOfLetter(letter) });
    const transport = isHostile(at) ? tampered(plain, dropping(idOfLetter(letter))) : plain;
    const told = at === 0 ? [] : ['10.0.0.1:7000', `10.0.0.${1 + ((at * 7) % at)}:7000`];
    const policies = (env: Parameters<typeof defaultPolicies>[1]): ReturnType<typeof defaultPolicies> =>
      defaultPolicies({ outgoing: OUTGOING }, env);
    return town.house(letter, { transport, policies, peers: [...new Set(told)] });
  });

/** One after the other dials somebody it is not connected with. */
const busy = (town: Town, movers: readonly House[], forMs: number): void => {
  for (let turn = 0; turn * CHANGE_EVERY_MS < forMs; turn++) {
    const { net } = movers[turn % movers.length]!;
    const head = movers.find((other) => other.net !== net && !net.state.peersByNode.has(other.net.id));
    if (head !== undefined) net.order({ type: 'dial', address: `${head.net.id}@${head.address}` });
    town.advance(CHANGE_EVERY_MS);
  }
};

/** How often an item was brought to a node that needed it once. */
const copies = (all: readonly House[], since: number): number => {
  let [fresh, known] = [0, 0];
  for (const { event, now } of all.flatMap(({ steps }) => steps)) {
    if (now < since) continue;
    if (event.type === 'items-heard') fresh += event.items.length;
    if (event.type === 'links-reported') known += event.reports.reduce((sum, report) => sum + (report.known ?? 0), 0);
  }
  return (fresh + known) / fresh;
};

/** From the issue of each record until each of the others held it or a later one; Infinity: never. */
const delays = (honest: readonly House[], [since, until]: readonly [number, number]): readonly number[] =>
  honest.flatMap((origin) => origin.steps.flatMap(({ event, now }) => {
    if (event.type !== 'record-issued' || now < since || now > until) return [];
    const item = itemOf(event.record);
    const seq = item.type === 'record' ? item.record.header.seq : Infinity;
    const holds = ({ state: { network: { map } }, now: at }: Step): boolean => {
      const entry = at < now ? undefined : entryOf(map, origin.net.id);
      return entry !== undefined && seqOf(entry) >= seq;
    };
    return honest.filter((one) => one !== origin).map(({ steps }) => (steps.find(holds)?.now ?? Infinity) - now);
  }));

interface Spread {
  readonly took: readonly number[];
  readonly copies: number;
}

const spread = (town: Town, all: readonly House[], movers: readonly House[]): Spread => {
  town.advance(SETTLED_MS);
  busy(town, movers, BUSY_MS);
  const since = town.env.scheduler.now();
  busy(town, movers, MEASURED_MS);
  const until = town.env.scheduler.now();
  town.advance(2_000);
  return { took: delays(movers, [since, until]), copies: copies(all, since) };
};

const leave = (town: Town, all: readonly House[]): void => {
  all.forEach(({ running }) => running.unsubscribe());
  town.advance(60_000);
  expect(town.env.timers).to.equal(0);
};

describe('news', function () {
  this.timeout(120_000);

  it('take fewer than four copies a node in a busy network, where flooding takes ten and more', () => {
    const town = new Town({ latencyMs: 10, jitterMs: 10 }, sfc32(1));
    const all = village(town, () => false);
    const { took, copies: each } = spread(town, all, all);
    expect(took.length).to.be.above(100);
    expect(each).to.be.within(1, 4);
    expect(Math.max(...took)).to.be.below(500);
    leave(town, all);
  });

  it('reach every honest node of a busy network within a second, although a third passes nothing on', () => {
    const town = new Town({ latencyMs: 10, jitterMs: 10 }, sfc32(2));
    const isHostile = (at: number): boolean => at % 3 === 1;
    const all = village(town, isHostile);
    const honest = all.filter((_, at) => !isHostile(at));
    const { took } = spread(town, all, honest);
    expect(took.length).to.be.above(100);
    expect(Math.max(...took)).to.be.below(1_000);
    leave(town, all);
  });

  it('are all that is told to whoever comes back to a node that it has agreed with', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'], listen: [] })];
    const c = town.house('c', { peers: ['10.0.0.1:7000'] });
    town.advance(10_000);
    expect(a.net.state.network.digest).to.equal(b.net.state.network.digest);
    const first = eventsOf(b, 'link-reconciled').length;
    expect(town.network.sever('10.0.0.2', '10.0.0.1', 'reset')).to.be.at.least(1);
    c.net.stop('test');
    town.advance(10_000);
    const again = eventsOf(b, 'link-reconciled').slice(first);
    expect(again.map(({ how }) => how)).to.include('changes');
    expect(again.some(({ how }) => how === undefined)).to.equal(false);
    expect(a.net.state.network.digest).to.equal(b.net.state.network.digest);
    for (const house of [a, b, c]) house.running.unsubscribe();
  });
});
