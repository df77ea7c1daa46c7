// A network that comes apart, as one side sees it, and its healing.
import { expect } from 'chai';
import type { Agreement } from '../../lib/network/agreement.ts';
import type { Item } from '../../lib/network/learn.ts';
import type { NetworkMap } from '../../lib/network/networkMap.ts';
import { NO_PARTITION, PARTITION_MS_MAX, watchPartition, type PartitionWatch } from '../../lib/network/partition.ts';
import { survey } from '../../lib/network/survey.ts';
import { doubt, idOf, mapOf, record } from '../support/networkTown.ts';

const NAMES = Array.from({ length: 10 }, (_, at) => `n${at}`);
const next = (at: number): string => NAMES[(at + 1) % NAMES.length] ?? '';
const ring: readonly Item[] = NAMES.map((name, at) => record(name, { out: [next(at)] }));

/** The ring, with nodes that the one head of each doubts. */
const without = (...down: readonly number[]): NetworkMap =>
  mapOf([...ring, ...down.map((at) => doubt(next(at), NAMES[at] ?? ''))]);

const whole = without();

interface Moment {
  readonly map?: NetworkMap;
  readonly me?: string;
  readonly digest?: string;
  readonly proven?: boolean;
}

const at = (watch: PartitionWatch, now: number, { map = whole, me = 'n0', digest = 'd', proven = false }: Moment = {}):
PartitionWatch => {
  const agreement: Agreement = { digest, radius: 0, needed: 0, share: 1, proven, excluded: [] };
  return watchPartition(watch, { survey: survey(map, { me: idOf(me), sweepTime: 0 }), agreement, now });
};

const proven = at(NO_PARTITION, 1_000, { proven: true });

describe('a partition', () => {
  it('is nothing before all have agreed on something', () => {
    expect(at(NO_PARTITION, 1_000, { map: without(4, 5, 6) }).partition).to.equal(undefined);
    expect(proven.lastProven?.nodes.length).to.equal(10);
  });

  it('begins when more than one in five are down or lost within half a minute, and not with one in five', () => {
    const two = at(proven, 2_000, { map: without(4, 5) });
    expect(two.partition).to.equal(undefined);
    const three = at(two, 3_000, { map: without(4, 5, 6) });
    expect(three.partition).to.deep.include({ since: 3_000, side: 'majority', keeps: true });
    expect(three.partition?.missing).to.have.members(['n4', 'n5', 'n6'].map(idOf));
    expect(three.partition?.before).to.deep.include({ digest: 'd', at: 1_000 });
  });

  it('is not what falls off node by node, more slowly than that', () => {
    const first = at(proven, 2_000, { map: without(4) });
    const second = at(first, 32_000, { map: without(4, 5) });
    const third = at(second, 32_001, { map: without(4, 5, 6) });
    expect(third.partition).to.equal(undefined);
    expect(at(third, 32_002, { map: without(4, 5, 6, 7) }).partition?.missing.length).to.equal(4);
  });

  it('is found though those that are left agree in between', () => {
    const two = at(proven, 2_000, { map: without(4, 5), digest: 'e', proven: true });
    const three = at(two, 3_000, { map: without(4, 5, 6), digest: 'f', proven: true });
    expect(three.partition?.before.digest).to.equal('d');
    const settled = at(two, 40_000, { map: without(4, 5), digest: 'e', proven: true });
    expect(settled.lastProven).to.deep.include({ digest: 'e' });
  });

  it('is no partition when one node fails, however few there are', () => {
    const three = mapOf([record('a', { out: ['b'] }), record('b', { out: ['c'] }), record('c', { out: ['a'] })]);
    const less = mapOf([...[...three.entries].map(({ versions: [{ record: one }] }): Item =>
      ({ type: 'record', record: one })), doubt('c', 'b')]);
    const all = at(NO_PARTITION, 1, { map: three, me: 'a', proven: true });
    expect(at(all, 2, { map: less, me: 'a' }).partition).to.equal(undefined);
  });

  it('counts lost nodes as it does those that are down, and nobody who has left', () => {
    const island = at(proven, 2_000, { map: without(3, 6) }); // 4 and 5 are up, between two that are down
    expect(island.partition?.missing.length).to.equal(4);
    const gone = ['n3', 'n4', 'n5', 'n6'].map((name) => record(name, { seq: 2, leaving: true }));
    expect(at(proven, 2_000, { map: mapOf([...ring, ...gone, record('n2', { seq: 2, out: ['n7'] })]) }).partition)
      .to.equal(undefined);
  });

  it('has one side that keeps: the one with more, or as many and the least id', () => {
    const sides = ['n2', 'n7'].map((me) => at(proven, 2_000, { map: without(6, 9), me }).partition);
    expect(sides.map((one) => [one?.side, one?.keeps])).to.deep.equal([['majority', true], ['minority', false]]);
    const half = [1, 2, 3, 4, 5];
    const other = [0, 6, 7, 8, 9];
    const evens = [at(proven, 2_000, { map: without(...half), me: 'n0' }),
      at(proven, 2_000, { map: without(...other), me: 'n3' })];
    expect(evens.map(({ partition }) => partition?.side)).to.deep.equal(['even', 'even']);
    expect(evens.filter(({ partition }) => partition?.keeps)).to.have.length(1);
  });

  const apart = at(proven, 2_000, { map: without(4, 5, 6) });

  it('keeps the map of before, however well each side agrees with itself, and is over when they are back', () => {
    const later = at(apart, 60_000, { map: without(4, 5, 6), digest: 'e', proven: true });
    expect(later.partition).to.deep.equal(apart.partition);
    const healed = at(later, 70_000, { map: without(4, 5) });
    expect([healed.partition, healed.lastProven]).to.deep.equal([undefined, undefined]);
    const agreed = at(healed, 110_000, { digest: 'g', proven: true });
    expect(agreed.lastProven).to.deep.include({ digest: 'g', at: 110_000 });
  });

  it('is forgotten after a day: who is there then is the network', () => {
    const still = at(apart, 2_000 + PARTITION_MS_MAX - 1, { map: without(4, 5, 6) });
    expect(still.partition).to.not.equal(undefined);
    const over = at(still, 2_000 + PARTITION_MS_MAX, { map: without(4, 5, 6), digest: 'e', proven: true });
    expect([over.partition, over.lastProven?.digest]).to.deep.equal([undefined, 'e']);
  });
});
