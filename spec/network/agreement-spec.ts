// That what is proven is true: a small world in which everything is seen, with every schedule that chance can think of.
import { expect } from 'chai';
import fc from 'fast-check';
import { agreement, floorOf, SLACK, type Agreement, type AgreementReport } from '../../lib/network/agreement.ts';
import { distances } from '../support/distances.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { learn, type Item } from '../../lib/network/learn.ts';
import {
  contentOf, digestOf, joinMaps, swept, SWEEP_MS, type NetworkMap,
} from '../../lib/network/networkMap.ts';
import { sameEntries } from '../../lib/network/sameEntries.ts';
import { survey, type Survey } from '../../lib/network/survey.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { idOf, mapOf, record, townOf } from '../support/networkTown.ts';

/** Ten thousand runs are three seconds of work, and the machine may be busy with other things. */
const PATIENT_MS = 60_000;

/** What lives no longer is dropped by the sweep. */
const SHORT_MS = 60_000;

const rootOf = (map: NetworkMap): string => hexOf(digestOf(map));

/** One node of the small world, with all that it ever held. */
class Person {
  readonly id: NodeId;
  #map: NetworkMap;
  digest: string;
  survey: Survey;
  said: Agreement | undefined;
  readonly held = new Set<string>();
  readonly heard = new Map<NodeId, AgreementReport>();

  constructor(id: NodeId, map: NetworkMap) {
    this.id = id;
    this.#map = map;
    [this.digest, this.survey] = [rootOf(map), survey(map, { me: id, sweepTime: 0 })];
    this.judge();
  }

  get map(): NetworkMap {
    return this.#map;
  }

  take(map: NetworkMap): void {
    if (map === this.#map) return;
    this.#map = map;
    [this.digest, this.survey] = [rootOf(map), survey(map, { me: this.id, sweepTime: map.sweepTime })];
  }

  judge(): void {
    const { digest, map } = this;
    this.held.add(contentOf(map));
    const isSame = sameEntries(map, SWEEP_MS);
    this.said = agreement(this.said, {
      survey: this.survey, digest, isSame, reports: (id) => this.heard.get(id), withheld: [], now: SWEEP_MS,
    });
  }
}

/** Names, and whom each has dialled: a path through all of them, and some edges more. */
const world = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const names = Array.from({ length: count }, (_, at) => `n${at}`);
  const edge = fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([tail, head]) => tail !== head);
  return fc.record({
    names: fc.constant(names),
    edges: count === 1 ? fc.constant([]) : fc.array(edge, { maxLength: 2 * count })
      .map((more) => [...names.slice(1).map((_, at) => [at, at + 1] as const), ...more]),
  });
});

type Move =
  | { readonly type: 'deliver' | 'report' | 'gossip' | 'sweep'; readonly pick: number }
  | { readonly type: 'change'; readonly pick: number; readonly drop: boolean };

const pick = fc.nat(1_000);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: pick.map((one) => ({ type: 'deliver' as const, pick: one })) },
  { weight: 3, arbitrary: pick.map((one) => ({ type: 'report' as const, pick: one })) },
  { weight: 2, arbitrary: pick.map((one) => ({ type: 'gossip' as const, pick: one })) },
  { weight: 1, arbitrary: pick.map((one) => ({ type: 'sweep' as const, pick: one })) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('change' as const), pick, drop: fc.boolean() }) },
);

const headsIn = (names: readonly string[], edges: readonly (readonly [number, number])[], tail: number): string[] =>
  [...new Set(edges.filter(([from]) => from === tail).map(([, to]) => names[to] ?? ''))];

/** What is said must be true: whoever is within the radius has held the digest, and so has everybody if it is proven. */
const check = (people: readonly Person[], one: Person): void => {
  one.judge();
  const { graph, verdicts, me = -1 } = one.survey;
  const { radius = 0, proven = false } = one.said ?? {};
  if (radius === 0) return;
  const content = contentOf(one.map);
  const away = distances(graph.neighbours, me, (node) => verdicts[node] === 'up');
  graph.ids.forEach((id, node) => {
    const edges = away[node] ?? -1;
    if (!(proven && verdicts[node] === 'up') && (edges < 0 || edges > radius)) return;
    if (people.find((other) => other.id === id)?.held.has(content) !== true) throw new Error(`${id} never held it`);
  });
};

interface Town {
  readonly people: readonly Person[];
  readonly links: readonly (readonly [from: Person, to: Person, queue: AgreementReport[]])[];
}

interface World { readonly names: readonly string[]; readonly edges: readonly (readonly [number, number])[] }

const settle = ({ names, edges }: World): Town => {
  const start = mapOf(names.map((name, at) => record(name, { out: headsIn(names, edges, at) })));
  const people = names.map((name) => new Person(idOf(name), start));
  const pairs = new Set(edges.flatMap(([tail, head]) => [`${tail} ${head}`, `${head} ${tail}`]));
  const links = [...pairs].flatMap((pair) => {
    const [from, to] = pair.split(' ').map((at) => people[Number(at)]);
    return from && to ? [[from, to, [] as AgreementReport[]] as const] : [];
  });
  return { people, links };
};

const report = ({ links }: Town, one: Person): void => {
  for (const [from, , queue] of links) if (from === one && one.said !== undefined) queue.push(one.said);
};

const deliver = ({ people }: Town, [from, to, queue]: Town['links'][number]): void => {
  const said = queue.shift();
  if (said === undefined) return;
  to.heard.set(from.id, said);
  check(people, to);
};

const live = (town: Town, moves: readonly Move[], change: (one: Person, drop: boolean, seq: number) => Item): void => {
  const { people, links } = town;
  let seq = 1;
  for (const { type, ...how } of moves) {
    const [one, link] = [people[how.pick % people.length], links[how.pick % Math.max(links.length, 1)]];
    if (type === 'deliver' && link !== undefined) deliver(town, link);
    if (type === 'report' && one !== undefined) report(town, one);
    if (type === 'gossip' && link !== undefined) {
      link[1].take(joinMaps(link[1].map, link[0].map).map);
      check(people, link[1]);
    }
    if (type === 'sweep' && one !== undefined) {
      one.take(swept(one.map, SWEEP_MS).map);
      check(people, one);
    }
    if (type === 'change' && one !== undefined) {
      one.take(learn(one.map, change(one, 'drop' in how && how.drop, ++seq)).map);
      check(people, one);
    }
  }
};

/** Everybody tells every neighbour everything, round after round. @returns how many rounds until all have a proof */
const rounds = (town: Town, max: number): number => {
  for (let round = 0; round < max; round++) {
    for (const [from, to, queue] of town.links) {
      queue.length = 0;
      to.take(joinMaps(to.map, from.map).map);
    }
    for (const one of town.people) {
      check(town.people, one);
      report(town, one);
    }
    for (const link of town.links) deliver(town, link);
    if (town.people.every((one) => one.said?.proven)) return round;
  }
  return max;
};

describe('agreement', () => {
  it('is never proven but where every node that is up has held the digest, in whatever order all things happen', () => {
    let proofs = 0;
    fc.assert(fc.property(world, fc.array(move, { maxLength: 30 }), ({ names, edges }, moves) => {
      const town = settle({ names, edges });
      live(town, moves, ({ id }, drop, seq) => {
        const at = names.findIndex((name) => idOf(name) === id);
        const out = headsIn(names, edges, at);
        return record(names[at] ?? '', { seq, ...(drop ? { out: out.slice(1), ttlMs: SHORT_MS } : { out }) });
      });
      proofs += town.people.filter((one) => one.said?.proven).length;
      for (const one of town.people) report(town, one);
      for (let left = true; left;) {
        for (const link of town.links) deliver(town, link);
        left = town.links.some(([, , queue]) => queue.length > 0);
      }
    }), { numRuns: 10_000 });
    expect(proofs).to.be.greaterThan(50);
  }).timeout(PATIENT_MS);

  it('goes on while some have swept and others have not, where nothing is dropped', () => {
    const town = settle({ names: ['a', 'b', 'c'], edges: [[0, 1], [1, 2]] });
    expect(rounds(town, 20)).to.be.below(20);
    for (const one of town.people) {
      one.take(swept(one.map, SWEEP_MS).map);
      check(town.people, one);
      report(town, one);
      for (const link of town.links) deliver(town, link);
      expect(town.people.map(({ said }) => said?.proven)).to.deep.equal([true, true, true]);
    }
    const now = (at: number): boolean =>
      sameEntries(town.people[0]!.map, at)(rootOf({ ...town.people[0]!.map, sweepTime: 0 }));
    expect([now(SWEEP_MS), now(SWEEP_MS + 120_000)]).to.deep.equal([true, false]); // as far as clocks may differ
  });

  it('is proven everywhere once it is quiet, within as many rounds as it takes to be heard and to be known', () =>
    fc.assert(fc.property(world, fc.array(move, { maxLength: 20 }), ({ names, edges }, moves) => {
      const town = settle({ names, edges });
      live(town, moves, ({ id }, _, seq) => {
        const at = names.findIndex((name) => idOf(name) === id);
        return record(names[at] ?? '', { seq, out: headsIn(names, edges, at) });
      });
      const needed = Math.max(names.length - 1 + SLACK, floorOf(names.length) + 1);
      expect(rounds(town, 100)).to.be.at.most(names.length + needed + 1);
    }), { numRuns: 200 }));

  const line = { a: ['b'], b: ['c'], c: ['d'], d: [] };
  const lineMap = townOf(line);
  const seenBy = (name: string, map = lineMap): Survey => survey(map, { me: idOf(name), sweepTime: 0 });
  const digest = rootOf(lineMap);
  const saying = (radius: number, more: Partial<AgreementReport> = {}) => (): AgreementReport =>
    ({ digest, radius, excluded: [], ...more });
  const at = (name: string, reports: (id: NodeId) => AgreementReport | undefined, map = lineMap): Agreement =>
    agreement(undefined, { survey: seenBy(name, map), digest, reports, withheld: [], now: 5 });

  it('takes two more edges than to the farthest node, and never fewer than the number of nodes asks for', () => {
    expect([at('a', saying(0)).needed, at('b', saying(0)).needed]).to.deep.equal([5, 4]);
    expect([1, 15, 16, 100, 1_000, 10_000, 100_000].map(floorOf)).to.deep.equal([2, 3, 4, 4, 5, 6, 7]);
    expect([3, 4].map((radius) => at('a', saying(radius)).proven)).to.deep.equal([false, true]);
  });

  it('has no radius where a neighbour has another digest, or is not heard', () => {
    expect(at('b', (id) => (id === idOf('a') ? saying(9)() : undefined))).to.include({ radius: 0, proven: false });
    expect(at('b', saying(9, { digest: 'another' }))).to.include({ radius: 0, share: 1 / 4 });
  });

  it('knows what share of the nodes is within its radius', () =>
    expect([0, 1, 2].map((radius) => at('a', saying(radius)).share)).to.deep.equal([2 / 4, 3 / 4, 1]));

  it('proves nothing while a node is suspect, nor to a node that is doubted itself', () => {
    const map = townOf({ ...line, d: ['a', 'b'] }, { d: ['a'] });
    for (const name of ['a', 'd']) {
      expect(agreement(undefined, {
        survey: seenBy(name, map), digest, reports: saying(99), withheld: [], now: 5,
      }).proven).to.equal(false);
    }
  });

  it('is of a node alone, and of nobody who is not in the map', () => {
    const alone = townOf({ a: [] });
    expect(at('a', () => undefined, alone)).to.include({ proven: true, share: 1, since: 5 });
    expect(at('stranger', () => undefined, alone)).to.include({ proven: false, share: 0 });
  });

  it('keeps the first moment of a proof as long as the digest stays', () => {
    const input = { survey: seenBy('a'), digest, withheld: [] };
    const first = agreement(undefined, { ...input, reports: saying(9), now: 7 });
    const lost = agreement(first, { ...input, reports: saying(0), now: 8 });
    const again = agreement(lost, { ...input, reports: saying(9), now: 9 });
    expect([first.since, lost.since, again.since]).to.deep.equal([7, 7, 7]);
    expect(agreement(again, { ...input, digest: 'another', reports: saying(9), now: 10 }).since).to.equal(undefined);
  });

  const star = townOf({ a: ['x'], b: ['a', 'x'], c: ['b', 'x'], x: [] });
  const starring = (withheld: readonly NodeId[], excluded: AgreementReport['excluded'] = []): Agreement =>
    agreement(undefined, {
      survey: survey(star, { me: idOf('a'), sweepTime: 0 }), digest, withheld, now: 5,
      reports: (id) => (id === idOf('x') ? undefined : saying(9, { excluded })()),
    });

  it('leaves out who withholds, and says so, and passes on whom others have left out', () => {
    expect(starring([])).to.include({ proven: false, radius: 0 });
    expect(starring([idOf('x')])).to.deep.include({ proven: true, excluded: [idOf('x')], share: 3 / 4 });
    expect(starring([idOf('x')], [idOf('c')])).to.deep.include({ excluded: [idOf('c'), idOf('x')].sort() });
  });

  it('proves nothing without more than four, nor past those that were left out', () => {
    const many = ['p', 'q', 'r', 's', 'x'].map(idOf);
    expect(starring([idOf('x')], many.slice(0, 4))).to.include({ excluded: 'many', proven: false });
    expect(starring([idOf('x')], 'many')).to.include({ excluded: 'many', proven: false });
    expect(starring([idOf('x')], [idOf('b')])).to.include({ proven: false });
  });
});

describe('agreement among liars', () => {
  interface Lie { readonly fooled: number; readonly wrongly: number }

  /** Liars say what each wants to hear, and have false edges with one of theirs; `x` alone is kept from the news. */
  const lies = (count: number, out: number, liars: number, seed: number): Lie => {
    const random = sfc32(seed);
    const names = Array.from({ length: count }, (_, one) => `n${one}`);
    const isLiar = (one: number): boolean => one > 0 && one <= liars;
    const heads = names.map((_, one) => {
      const honest = Array.from({ length: out }, () => names[Math.floor(random() * count)] ?? '');
      const false_ = isLiar(one) && one > 1 ? ['n1'] : [];
      return [...new Set([...honest, ...false_])].filter((name) => name !== names[one]);
    });
    const map = mapOf(names.map((name, one) => record(name, { out: heads[one] ?? [] })));
    const all = names.map((name) => survey(map, { me: idOf(name), sweepTime: 0 }));
    const graph = all[0]!.graph;
    const liarAt = graph.ids.map((id) => isLiar(names.findIndex((name) => idOf(name) === id)));
    const x = graph.indexOf.get(idOf('n0')) ?? -1;
    const away = distances(graph.neighbours, x, (one) => liarAt[one] === false);
    let radii = new Map<NodeId, Agreement>();
    for (let round = 0; round < 40; round++) {
      radii = new Map(all.flatMap((seen) => {
        const me = seen.me ?? -1;
        if (liarAt[me] === true || me === x) return [];
        return [[graph.ids[me] ?? '', agreement(undefined, {
          survey: seen, digest: 'new', withheld: [], now: 0,
          reports: (id) => {
            const other = graph.indexOf.get(id) ?? -1;
            if (other === x) return { digest: 'old', radius: 0, excluded: [] };
            if (liarAt[other] === true) return { digest: 'new', radius: 255, excluded: [] };
            return { digest: 'new', radius: radii.get(id)?.radius ?? 0, excluded: [] };
          },
        })] as const];
      }));
    }
    const fooled = [...radii].filter(([, { proven }]) => proven);
    const wrongly = fooled.filter(([id, { needed }]) => {
      const edges = away[graph.indexOf.get(id) ?? -1] ?? -1;
      return edges >= 0 && edges < needed;
    });
    return { fooled: fooled.length, wrongly: wrongly.length };
  };

  it('fools only nodes whose every honest path to the one without the digest is longer than they ask for', () =>
    fc.assert(fc.property(
      fc.integer({ min: 4, max: 16 }), fc.integer({ min: 1, max: 3 }), fc.nat(8), fc.nat(),
      (count, out, liars, seed) => {
        expect(lies(count, out, Math.min(liars, count - 2), seed).wrongly).to.equal(0);
      }), { numRuns: 100 }));

  it('fools nobody among a hundred nodes with eight edges each, a third of whom lie', () => {
    for (let seed = 1; seed <= 5; seed++) expect(lies(100, 8, 33, seed).fooled).to.equal(0);
  });
});
