// Who is up, by the rules of the design's table: a function of the map alone.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Item } from '../../lib/network/learn.ts';
import { digestOf, sweepTimeOf, type NetworkMap } from '../../lib/network/networkMap.ts';
import { survey, verdictOf, withVerdict, type Verdict } from '../../lib/network/survey.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { doubt, idOf, mapOf, record, townOf } from '../support/networkTown.ts';

/** Ten thousand runs are three seconds of work, and the machine may be busy with other things. */
const PATIENT_MS = 60_000;

const EIGHT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const alone = Object.fromEntries(EIGHT.map((name) => [name, []]));
const ring = Object.fromEntries(EIGHT.map((name, at) => [name, [EIGHT[(at + 1) % 8] ?? '']]));

const verdictIn = (map: NetworkMap, name: string, me = 'a', sweepTime = 0): Verdict | undefined =>
  verdictOf(survey(map, { me: idOf(me), sweepTime }), idOf(name));

describe('verdicts', () => {
  const table: readonly [
    name: string, edges: Readonly<Record<string, readonly string[]>>,
    doubts: Readonly<Record<string, readonly string[]>>, verdict: Verdict,
  ][] = [
    ['nobody doubts it', { ...alone, v: EIGHT }, {}, 'up'],
    ['four of its eight heads doubt it', { ...ring, v: EIGHT }, { v: EIGHT.slice(0, 4) }, 'suspect'],
    ['five of its eight heads doubt it', { ...alone, v: EIGHT }, { v: EIGHT.slice(0, 5) }, 'down'],
    ['its one head doubts it', { ...alone, v: ['b'] }, { v: ['b'] }, 'down'],
    ['one of two heads doubts it', { ...ring, v: ['b', 'c'] }, { v: ['b'] }, 'suspect'],
    ['one of two heads doubts it, and no path leads to the other',
      { a: ['b'], b: [], c: ['v'], v: ['b', 'c'] }, { v: ['b'] }, 'lost'],
    ['one of three heads doubts it, and one that a path leads to does not',
      { a: ['b', 'd'], b: [], c: ['v'], d: [], v: ['b', 'c', 'd'] }, { v: ['b'] }, 'suspect'],
    ['its only head that a path leads to doubts it, and has dialled it as well',
      { a: ['b'], b: ['v'], c: ['v'], v: ['b', 'c'] }, { v: ['b'] }, 'suspect'],
    ['both of two heads doubt it', { ...alone, v: ['b', 'c'] }, { v: ['b', 'c'] }, 'down'],
    ['three doubt it, and the other five are doubted themselves',
      { ...alone, ...Object.fromEntries(EIGHT.slice(3).map((name) => [name, ['a']])), v: EIGHT },
      { v: EIGHT.slice(0, 3), ...Object.fromEntries(EIGHT.slice(3).map((name) => [name, ['a']])) }, 'down'],
    ['one doubts it, and no other head of its is in the map', { b: [], v: ['b', 'x', 'y', 'z'] }, { v: ['b'] }, 'down'],
    ['no edge leads to it', { ...ring, v: [] }, {}, 'lost'],
    ['the only path leads over one that is suspect',
      { ...ring, w: ['a', 'b'], v: ['w'] }, { w: ['a'] }, 'lost'],
    ['the only edge is its own', { ...ring, v: ['a'] }, {}, 'up'],
    ['the only edge is to it', { ...ring, a: ['b', 'v'], v: [] }, {}, 'up'],
  ];
  for (const [name, edges, doubts, verdict] of table) {
    it(`say ${verdict} where ${name}`, () => expect(verdictIn(townOf(edges, doubts), 'v')).to.equal(verdict));
  }

  it('say left of a node whose last word it was, even if it is doubted, and give it no vote', () => {
    const heads = { out: ['a', 'b'] };
    const last = mapOf([record('a'), record('b', { leaving: true, out: ['a'] }), record('v', heads), doubt('a', 'v')]);
    expect([verdictIn(last, 'b'), verdictIn(last, 'v')]).to.deep.equal(['left', 'down']);
    const both = mapOf([record('a'), record('b', { leaving: true, out: ['a'] }), doubt('a', 'b')]);
    expect(verdictIn(both, 'b')).to.equal('left');
  });

  it('say expired from the sweep on that comes two minutes after the end of its time', () => {
    const start = sweepTimeOf(1_700_000_000_000);
    const map = mapOf([record('a', { seq: start }), record('b', { seq: start, ttlMs: 480_000, out: ['a'] })]);
    const at = (now: number): Verdict | undefined => verdictIn(map, 'b', 'a', sweepTimeOf(now));
    expect([at(start + 599_999), at(start + 600_000), at(start + 1_200_000)]).to.deep.equal(['up', 'up', 'expired']);
  });

  it('do not count an edge that its head denies, nor any that its head has not, if it denies all', () => {
    const edge = [record('a'), record('v', { out: ['a'] })];
    expect(verdictIn(mapOf(edge), 'v')).to.equal('up');
    expect(verdictIn(mapOf([record('a', { denied: ['v'] }), edge[1]!]), 'v')).to.equal('lost');
    expect(verdictIn(mapOf([record('a', { denyAll: true }), edge[1]!]), 'v')).to.equal('lost');
    expect(verdictIn(mapOf([record('a', { denyAll: true, out: ['v'] }), edge[1]!]), 'v')).to.equal('up');
  });

  it('do not count the edges of a node that has said two things at once, but those to it', () => {
    const twice = [record('v', { out: ['a'] }), record('v', { out: ['a'], label: 'another' })];
    expect(verdictIn(mapOf([record('a'), ...twice]), 'v')).to.equal('lost');
    expect(verdictIn(mapOf([record('a', { out: ['v'] }), ...twice]), 'v')).to.equal('up');
    expect(verdictIn(mapOf([record('a'), ...twice, record('v', { seq: 2, out: ['a'] })]), 'v')).to.equal('up');
  });

  it('call nobody suspect for ever when most have died at once: who has only dead heads left is lost', () => {
    const edges = { a: [], b: ['a'], v: ['a', 'w', 'x'], w: ['a', 'b', 'v'], x: ['v', 'w', 'y'], y: ['b', 'x', 'v'] };
    const map = townOf(edges, { v: ['a'], w: ['a', 'b'], y: ['b'] });
    for (const me of ['a', 'b']) {
      expect(EIGHT.slice(0, 2).map((name) => verdictIn(map, name, me))).to.deep.equal(['up', 'up']);
      expect(['v', 'w', 'x', 'y'].map((name) => verdictIn(map, name, me)))
        .to.deep.equal(['lost', 'down', 'lost', 'lost']);
      expect(survey(map, { me: idOf(me), sweepTime: 0 }).hasSuspects).to.equal(false);
    }
  });

  it('show a node that is suspect the others as they are', () => {
    const map = townOf({ ...ring, v: ['a', 'b'] }, { v: ['a'] });
    expect(verdictIn(map, 'c', 'v')).to.equal('up');
    expect(verdictIn(map, 'v', 'v')).to.equal('suspect');
  });

  const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
  const item = fc.tuple(fc.constantFrom(...NAMES), fc.subarray(NAMES, { maxLength: 3 }), fc.nat(2))
    .map(([name, out, seq]) => record(name, { out: out.filter((one) => one !== name), seq: seq + 1 }));
  const doubted = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), fc.nat(2))
    .filter(([one, two]) => one !== two).map(([one, two, seq]) => doubt(one, two, seq + 1));
  const heard = fc.array(fc.oneof(item, doubted), { maxLength: 25 });
  const settled = (items: readonly Item[]): NetworkMap => mapOf([...items, ...items, ...items]);

  it('are equal for equal maps, and the same for all nodes of one component', () =>
    fc.assert(fc.property(heard, fc.nat(), (items, turn) => {
      const at = items.length === 0 ? 0 : turn % items.length;
      const [one, two] = [settled(items), settled([...items.slice(at), ...items.slice(0, at)].reverse())];
      fc.pre(hexOf(digestOf(one)) === hexOf(digestOf(two)));
      const seen = survey(one, { me: idOf('a'), sweepTime: 0 });
      expect(survey(two, { me: idOf('a'), sweepTime: 0 }).verdicts).to.deep.equal(seen.verdicts);
      if (verdictOf(seen, idOf('a')) !== 'up') return;
      for (const other of withVerdict(seen, 'up')) {
        expect(survey(two, { me: other, sweepTime: 0 }).verdicts).to.deep.equal(seen.verdicts);
      }
    }), { numRuns: 10_000 })).timeout(PATIENT_MS);

  it('let nobody be killed by strangers, nor by half of its own heads', () =>
    fc.assert(fc.property(fc.subarray(EIGHT, { maxLength: 4 }), fc.subarray(['x', 'y', 'z']), (some, strangers) => {
      const edges = { ...alone, x: ['v'], y: ['v'], z: ['v'], v: EIGHT };
      expect(verdictIn(townOf(edges, { v: [...some, ...strangers] }), 'v')).to.not.equal('down');
    })));
});
