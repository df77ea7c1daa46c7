// Reconciliation by descent alone: two maps become equal, in few round trips, and garbage on the way does no harm.
import { expect } from 'chai';
import fc from 'fast-check';
import { answer, ask, descended, descentFrom, QUESTIONS_MAX, type Answer } from '../../lib/network/descent.ts';
import { decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion } from '../../lib/network/descentBytes.ts';
import { hexOf } from '../../lib/network/fields.ts';
import type { Item } from '../../lib/network/learn.ts';
import { digestOf, joinMaps, type NetworkMap } from '../../lib/network/networkMap.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { rulesOf } from '../../lib/network/rules.ts';
import { doubt, mapOf, record, TOWN, TOWN_RULES } from '../support/networkTown.ts';
import { reconcile } from '../support/reconcile.ts';

const rootOf = (map: NetworkMap): string => hexOf(digestOf(map));

const SALT = Buffer.alloc(16, 7);
const NAMES = Array.from({ length: 60 }, (_, at) => `node ${at}`);
const dialledBy = (name: string): { out: readonly string[] } =>
  ({ out: ['node 0', 'node 1'].filter((one) => one !== name) });

/** Sixty nodes, each in two versions, some of them of another place, some doubted, some of one time with another. */
const POOL: readonly Item[] = NAMES.flatMap((name, at) => [
  record(name, dialledBy(name)),
  record(name, { ...dialledBy(name), seq: 2, addresses: at % 5 === 0 ? [`203.0.${at}.1:7`] : [] }),
  ...(at % 7 === 0 ? [record(name, { ...dialledBy(name), label: 'twin' })] : []),
  ...(at % 3 === 0 && at > 1 ? [doubt('node 0', name, 2), doubt('node 1', name, 2)] : []),
]);

const LOOSE = fc.constant(TOWN_RULES);
const TIGHT = fc.constant(rulesOf(TOWN, { quotas: { narrow: 1, wide: 2, nowhere: 20, local: 20, all: 25 } }));

const pair = fc.oneof(LOOSE, TIGHT).chain((rules) => {
  const map = fc.oneof(fc.subarray([...POOL]), fc.array(fc.constantFrom(...POOL), { maxLength: 12 }))
    .map((items) => mapOf(items, rules));
  return fc.tuple(map, map);
});

const salts = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('descent', function () {
  this.timeout(60_000); // seconds of work, and the machine may be busy with other things

  it('makes any two maps equal to their join, if not with one salt then with the next', () =>
    fc.assert(fc.property(pair, fc.array(salts, { minLength: 4, maxLength: 4 }), ([one, two], chosen) => {
      // A claim to another place is told by one byte, so one in 255 is overlooked: the digests differ, and they go again.
      const { tail, head } = chosen.reduce(
        (maps, salt) => (rootOf(maps.tail) === rootOf(maps.head) ? maps : reconcile(maps.tail, maps.head, salt)),
        { tail: one, head: two },
      );
      const joined = rootOf(joinMaps(one, two).map);
      expect([rootOf(tail), rootOf(head)]).to.deep.equal([joined, joined]);
    }), { numRuns: 500 }));

  it('finds one record that differs among a thousand in four round trips and 600 bytes, and moves only that', () => {
    const [map, ...changed] = thousand();
    for (const other of changed) {
      for (const [tail, head] of [[map, other], [other, map]] as const) {
        const found = reconcile(tail, head, SALT);
        expect(rootOf(found.tail)).to.equal(rootOf(other));
        expect(found.wanted + found.given).to.be.within(1, 2); // two for equal `seq`: each may know of doubts
        expect(found.roundTrips).to.be.at.most(4);
        expect(found.bytes).to.be.at.most(600);
      }
    }
  });

  it('tells a node that knows nobody of everybody, and asks no more than it may', () => {
    const [map] = thousand();
    const { tail, roundTrips, wanted } = reconcile(mapOf([]), map, SALT);
    expect([rootOf(tail), wanted]).to.deep.equal([rootOf(map), 1_000]);
    expect(roundTrips).to.be.at.most(6);
    expect(reconcile(map, mapOf([]), SALT)).to.include({ given: 1_000, roundTrips: 2 });
  });

  it('asks nothing twice of a head that always says more, and comes to an end', () => {
    const [map] = thousand();
    let descent = descentFrom(SALT);
    let questions = 0;
    for (let question = ask(map, descent); question !== undefined; question = ask(map, descent)) {
      const digits = '0123456789abcdef'.match(/./g) ?? [];
      const findings = question.probes.flatMap(({ prefix }) => digits.map((digit) => ({ prefix: prefix + digit })));
      descent = descended(map, descent, { taken: question.probes.length, findings });
      questions += 1;
      expect(descent.open.length).to.be.at.most(4_096);
    }
    expect(questions).to.equal(QUESTIONS_MAX);
  });

  it('believes nothing about prefixes that it has not asked for', () => {
    const [map] = thousand();
    const elsewhere: Answer = { taken: 1, findings: [{ prefix: '00' }, { prefix: '01', items: [] }, { prefix: '' }] };
    const { open, given, wanted } = descended(map, descentFrom(SALT), elsewhere);
    expect([open, given, wanted]).to.deep.equal([[], [], []]);
  });

  it('is not led below a whole id by a tail that says to have something there', () => {
    const [map] = thousand();
    const probe = { prefix: '0'.repeat(40), children: new Array<string>(16).fill('abababab') };
    const said = answer(map, { salt: SALT, probes: [probe] });
    expect(said.findings).to.deep.equal([{ prefix: probe.prefix, items: [] }]);
    expect(decodeAnswer(encodeAnswer(said))).to.deep.equal(said);
  });

  it('has questions and answers that are read as they were written, and refuses all other bytes by name', () =>
    fc.assert(fc.property(pair, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), ([one, two], flips) => {
      const question = ask(one, descentFrom(SALT));
      const said = answer(two, question ?? { salt: SALT, probes: [] });
      expect(decodeAnswer(encodeAnswer(said))).to.deep.equal(said);
      for (const [bytes, read] of [
        [encodeAnswer(said), (given: Uint8Array) => encodeAnswer(decodeAnswer(given))],
        [encodeQuestion(question!), (given: Uint8Array) => encodeQuestion(decodeQuestion(given))],
      ] as const) {
        for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
        try {
          expect(hexOf(read(bytes))).to.equal(hexOf(bytes));
        } catch (error) {
          if (!(error instanceof RecordError)) throw error;
        }
      }
    }), { numRuns: 200 }));
});

/** A map of a thousand nodes, and maps with one of them changed, one more, and one doubted. */
const thousand = (): readonly [NetworkMap, ...NetworkMap[]] => {
  const items = Array.from({ length: 1_000 }, (_, at) => record(`node ${at}`, { out: at > 0 ? ['node 0'] : [] }));
  const map = mapOf(items);
  const more = [record('node 500', { seq: 9 }), record('another'), doubt('node 0', 'node 7')];
  return [map, ...more.map((item) => mapOf([...items, item]))];
};
