// A survey that is carried on from change to change, against one that is made from scratch: the same, and cheaper.
import { expect } from 'chai';
import fc from 'fast-check';
import { UNREACHED, distances } from '../support/distances.ts';
import { keyOf } from '../../lib/network/entry.ts';
import { graphOf } from '../../lib/network/graph.ts';
import { learn, type Item } from '../../lib/network/learn.ts';
import { emptyMap, type NetworkMap } from '../../lib/network/networkMap.ts';
import { rulesOf } from '../../lib/network/rules.ts';
import { resurveyed, survey, verdictOf, withVerdict, type Survey, type Verdict } from '../../lib/network/survey.ts';
import { tailsOf } from '../../lib/network/tailsOf.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { doubt, idOf, mapOf, record, TOWN, TOWN_RULES } from '../support/networkTown.ts';

const PATIENT_MS = 60_000;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const ALL: readonly Verdict[] = ['up', 'suspect', 'down', 'lost', 'left', 'expired'];

/** Room for six of the eight, so that some are put out again. */
const TIGHT = rulesOf(TOWN, { quotas: { narrow: 8, wide: 8, nowhere: 6, local: 6, all: 6 } });

const someRecord = fc.record({
  name: fc.constantFrom(...NAMES), seq: fc.integer({ min: 1, max: 4 }), out: fc.subarray(NAMES, { maxLength: 4 }),
  denied: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray(NAMES, { maxLength: 2 })),
  denyAll: fc.nat(9).map((one) => one === 0), leaving: fc.nat(9).map((one) => one === 0),
}).map(({ name, seq, out, denied, denyAll, leaving }): Item => {
  const others = (names: readonly string[]): readonly string[] => names.filter((one) => one !== name);
  return record(name, { seq, out: others(out), denied: others(denied), denyAll, leaving });
});
const someDoubt = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 4 }))
  .filter(([one, two]) => one !== two).map(([one, two, seq]) => doubt(one, two, seq));
const heard = fc.array(fc.oneof({ weight: 3, arbitrary: someRecord }, someDoubt), { minLength: 1, maxLength: 40 });

/** By the arrays of a graph from scratch, as plainly as can be. */
const plainly = (map: NetworkMap, me: NodeId, left: readonly NodeId[]): object => {
  const graph = graphOf(map);
  const { verdicts, me: from } = survey(map, { me, sweepTime: map.sweepTime });
  const out = new Set(left);
  const isIn = (node: number): boolean => verdicts[node] === 'up' && !out.has(graph.ids[node] ?? '');
  const away = from === undefined ? []
    : [...distances(graph.neighbours, from, isIn)].filter((far) => far !== UNREACHED);
  const namesOf = (nodes: readonly number[] | undefined): readonly NodeId[] =>
    (nodes ?? []).map((node) => graph.ids[node] ?? '').sort();
  return {
    verdicts: Object.fromEntries(graph.ids.map((id, at) => [id, verdicts[at]])),
    ids: graph.ids, size: graph.ids.length,
    up: verdicts.filter((verdict) => verdict === 'up').length,
    hasSuspects: verdicts.includes('suspect'),
    neighbours: from === undefined ? []
      : namesOf(graph.neighbours[from]?.filter((node) => verdicts[node] === 'up')),
    tails: from === undefined ? [] : namesOf(tailsOf(graph)[from]),
    within: from === undefined ? undefined : [0, 1, 2, 3, 4, 9].map((far) => away.filter((one) => one <= far).length),
    farthest: from === undefined ? undefined : Math.max(...away),
    by: ALL.map((verdict) => graph.ids.filter((_, at) => verdicts[at] === verdict)),
    gone: graph.ids.filter((_, at) => verdicts[at] === 'down' || verdicts[at] === 'lost'),
  };
};

const carried = (seen: Survey, left: readonly NodeId[]): object => {
  const reach = seen.reachWithout(left);
  const ids = [...seen.map.entries].map(({ id }) => id);
  return {
    verdicts: Object.fromEntries(ids.map((id) => [id, verdictOf(seen, id)])),
    ids: seen.ids, size: seen.size, up: seen.up, hasSuspects: seen.hasSuspects,
    neighbours: [...seen.neighbours].sort(), tails: [...seen.tails].sort(),
    within: reach === undefined ? undefined : [0, 1, 2, 3, 4, 9].map((far) => reach.within(far)),
    farthest: reach?.farthest,
    by: ALL.map((verdict) => withVerdict(seen, verdict)),
    gone: withVerdict(seen, 'down', 'lost'),
  };
};

const begin = (rules = TOWN_RULES): Survey => survey(emptyMap(rules), { me: idOf('a'), sweepTime: 0 });

const heardBy = (seen: Survey, item: Item): Survey => {
  const { map, changed } = learn(seen.map, item);
  return map === seen.map ? seen : resurveyed(seen, map, changed, idOf('a'));
};

describe('a survey that is carried on', () => {
  it('is the one from scratch, whatever happens', () =>
    fc.assert(fc.property(heard, fc.boolean(), fc.nat(6), (items, isTight, pause) => {
      let seen = begin(isTight ? TIGHT : TOWN_RULES);
      items.forEach((item, at) => {
        seen = heardBy(seen, item);
        const left = at % 3 === 0 ? [idOf('b'), idOf('x')] : [];
        expect(carried(seen, left)).to.deep.equal(plainly(seen.map, idOf('a'), left));
        if (at % 7 === pause) seen.rest();
      });
    }), { numRuns: 1_500 })).timeout(PATIENT_MS);

  it('is the one from scratch when many changes come at once', () =>
    fc.assert(fc.property(heard, heard, (first, second) => {
      const [one, two] = [mapOf(first), mapOf([...first, ...second])];
      const changed = NAMES.map(idOf).filter((id) => one.entries.get(keyOf(id)) !== two.entries.get(keyOf(id)));
      const seen = resurveyed(survey(one, { me: idOf('a'), sweepTime: 0 }), two, changed, idOf('a'));
      expect(carried(seen, [])).to.deep.equal(plainly(two, idOf('a'), []));
    }), { numRuns: 1_000 })).timeout(PATIENT_MS);

  it('leaves the one before as it was, though somebody has gone on from it, and lets others go on from it too', () =>
    fc.assert(fc.property(heard, someRecord, someDoubt, (items, one, two) => {
      const before = items.reduce(heardBy, begin());
      const was = carried(before, []);
      const [left, right] = [heardBy(before, one), heardBy(before, two)];
      expect(carried(before, [])).to.deep.equal(was);
      expect(carried(left, [])).to.deep.equal(plainly(left.map, idOf('a'), []));
      expect(carried(right, [])).to.deep.equal(plainly(right.map, idOf('a'), []));
    }), { numRuns: 500 })).timeout(PATIENT_MS);
});

describe('the cost of a change of the map', () => {
  const COUNT = 1_000;
  const nameOf = (at: number): string => `p${at % COUNT}`;
  const heads = (at: number): readonly string[] => [1, 7, 31, 127].map((step) => nameOf(at + step));
  const people = Array.from({ length: COUNT }, (_, at) => record(nameOf(at), { out: heads(at) }));
  const town = mapOf(people);

  /** How many nodes of the map are looked at for one more thing that is heard. */
  const looks = (item: Item): number => {
    const seen = survey(town, { me: idOf('p0'), sweepTime: 0 });
    const { map, changed } = learn(town, item);
    expect(changed).to.have.length(1);
    const before = seen.reachWithout([])?.looks ?? 0;
    const next = resurveyed(seen, map, changed, idOf('p0'));
    expect(next.up).to.be.within(COUNT - 1, COUNT + 1);
    return (next.reachWithout([])?.looks ?? Infinity) - before;
  };

  it('is nothing for a record that says the same again', () =>
    expect(looks(record(nameOf(500), { seq: 2, out: heads(500) }))).to.equal(0));

  it('is that of the nodes around it for an edge more, an edge less, a doubt and one who leaves', () => {
    const out = [...heads(500), nameOf(900)];
    const dearest = [
      record(nameOf(500), { seq: 2, out }), record(nameOf(500), { seq: 2, out: heads(500).slice(1) }),
      record(nameOf(500), { seq: 2, leaving: true }), doubt(nameOf(501), nameOf(500)), record('new', { out: ['p3'] }),
    ].map(looks);
    expect(Math.max(...dearest)).to.be.below(60);
  });
});
