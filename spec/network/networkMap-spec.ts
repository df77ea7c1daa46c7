// The map as a semilattice: in whatever order, however often and in whatever groups things are heard, it is one map.
import { expect } from 'chai';
import fc from 'fast-check';
import { seqOf, newest, equivocates } from '../../lib/network/entry.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { itemsOf, learn, type Item } from '../../lib/network/learn.ts';
import {
  digestOf, emptyMap, entryOf, joinMaps, swept, sweepTimeOf, SWEEP_MS, type NetworkMap,
} from '../../lib/network/networkMap.ts';
import { rulesOf } from '../../lib/network/rules.ts';
import { aRecord, doubt, idOf, mapOf, record, TOWN, TOWN_RULES } from '../support/networkTown.ts';

/** Ten thousand runs are three seconds of work, and the machine may be busy with other things. */
const PATIENT_MS = 60_000;

/** Two to a /24, three to a /16, two at home, five in all: seven nodes in ten places press against all of them. */
const TIGHT = rulesOf(TOWN, { quotas: { narrow: 2, wide: 3, nowhere: 1, local: 2, all: 5 } });
const NAMES = ['anna', 'ben', 'cleo', 'dora', 'emil', 'fritz', 'gus'];
const ENDPOINTS = ['203.0.113.1:1', '203.0.113.2:1', '203.0.114.1:1', '198.51.100.1:1', '[2001:db8::1]:1',
  '10.0.0.1:1', '127.0.0.1:1', '192.168.1.1:1'];

/** Records of few nodes, times and places, several of one time among them, and doubts about all. */
const POOL: readonly Item[] = NAMES.flatMap((name, at) => [1, 2, 3].flatMap((seq) => {
  const out = NAMES.filter((other) => other !== name).slice(0, 3);
  const addresses = [ENDPOINTS[(at + seq) % ENDPOINTS.length] ?? ''];
  const twin = at % 2 === 0 ? [record(name, { seq, out: out.slice(0, 2), addresses: [ENDPOINTS[0] ?? ''] })] : [];
  const third = at % 3 === 0 ? [record(name, { seq, out, addresses, label: 'third' })] : [];
  const silent = at === 6 ? [record(name, { seq, out })] : [];
  const doubts = out.map((one) => doubt(one, name, seq));
  return [record(name, { seq, out, addresses }), ...twin, ...third, ...silent, ...doubts];
}));

const items = fc.array(fc.constantFrom(...POOL), { maxLength: 14 });
const tight = items.map((heard) => mapOf(heard, TIGHT));

const rootOf = (map: NetworkMap): string => hexOf(digestOf(map));
const join = (one: NetworkMap, two: NetworkMap): NetworkMap => joinMaps(one, two).map;
const contentOf = (map: NetworkMap): unknown => [...map.entries];

/** Hears all of it again until nothing is new: what a neighbour that is asked for what is wanted comes to. */
const settled = (map: NetworkMap, heard: readonly Item[]): NetworkMap => {
  const next = heard.reduce((last, item) => learn(last, item).map, map);
  return next === map ? map : settled(next, heard);
};

/** What is beyond a bound, or counted wrongly; nothing: all is well. */
const beyond = ({ entries, seats }: NetworkMap): readonly string[] => {
  const versions = [...entries].flatMap((entry) => entry.versions);
  const groups = new Map<string, number>();
  for (const { name } of versions.flatMap(({ place }) => place.groups)) groups.set(name, (groups.get(name) ?? 0) + 1);
  const quotas = new Map(versions.flatMap(({ place }) => place.groups).map(({ name, quota }) => [name, quota]));
  return [
    ...(versions.length > TIGHT.quotas.all || seats.all.size !== versions.length ? ['all'] : []),
    ...(versions.some(({ attestations }) => attestations.length > 16) ? ['attestations'] : []),
    ...[...groups].filter(([name, count]) => count > (quotas.get(name) ?? 0)).map(([name]) => name),
    ...[...seats.byGroup].filter(([name, { size }]) => size !== groups.get(name)).map(([name]) => `size of ${name}`),
  ];
};

describe('the network map', () => {
  it('has the same room for records at local addresses wherever it is kept, and for public ones beside them', () => {
    const at = (name: string, host: string): Item => record(name, { addresses: [`${host}:1`] });
    const home = [at('anna', '10.0.0.1'), at('ben', '127.0.0.1'), at('cleo', '192.168.1.1'), at('dora', '10.0.0.2')];
    const away = [at('emil', '203.0.113.1'), at('fritz', '198.51.100.1')];
    const [one, two] = [mapOf([...home, ...away], TIGHT), mapOf([...away, ...home].reverse(), TIGHT)];
    expect(rootOf(one)).to.equal(rootOf(two));
    expect([...one.entries].map(({ id }) => id)).to.have.length(4).and.to.include.members(['emil', 'fritz'].map(idOf));
  });

  it('joins idempotently, commutatively and associatively, under quota pressure and equivocation', () =>
    fc.assert(fc.property(tight, tight, tight, (a, b, c) => {
      expect(joinMaps(a, a)).to.deep.equal({ map: a, changed: [] });
      const [ab, ba] = [join(a, b), join(b, a)];
      expect(contentOf(ab)).to.deep.equal(contentOf(ba));
      const [left, right] = [join(ab, c), join(a, join(b, c))];
      expect(contentOf(left)).to.deep.equal(contentOf(right));
      expect(rootOf(left)).to.equal(rootOf(right));
    }), { numRuns: 10_000 })).timeout(PATIENT_MS);

  it('has one root for the same news in any order, once what was wanted has been heard', () =>
    fc.assert(fc.property(
      items.chain((heard) => fc.tuple(fc.constant(heard), fc.shuffledSubarray(heard, { minLength: heard.length }))),
      fc.boolean(),
      ([heard, shuffled], roomy) => {
        const rules = roomy ? TOWN_RULES : TIGHT;
        expect(rootOf(settled(emptyMap(rules), heard))).to.equal(rootOf(settled(emptyMap(rules), shuffled)));
      }), { numRuns: 10_000 })).timeout(PATIENT_MS);

  it('keeps every bound after every step of any sequence of inputs', () =>
    fc.assert(fc.property(items, (heard) => {
      heard.reduce((map, item) => {
        const next = learn(map, item).map;
        if (beyond(next).length > 0) expect(beyond(next)).to.deep.equal([]);
        return next;
      }, emptyMap(TIGHT));
    }), { numRuns: 10_000 })).timeout(PATIENT_MS);

  it('has equal roots only for maps that say the same', () =>
    fc.assert(fc.property(tight, tight, (a, b) => {
      const said = (map: NetworkMap): unknown => [...map.entries].map(({ id, versions }) => [id, versions.map((one) =>
        [one.record.header.hash, one.rival?.hash, one.attestations.map(({ observer }) => observer)])]);
      expect(rootOf(a) === rootOf(b)).to.equal(JSON.stringify(said(a)) === JSON.stringify(said(b)));
    }), { numRuns: 2_000 }));

  it('leaves a map as it was when it makes another of it', () => {
    const before = mapOf(POOL.slice(0, 12));
    const content = JSON.stringify(contentOf(before));
    POOL.reduce((map, item) => learn(map, item).map, before);
    expect(JSON.stringify(contentOf(before))).to.equal(content);
  });

  it('tells whose entries a change has changed: the one that is learnt, and the one that lost its place', () => {
    const [low, high, best] = [...NAMES].sort((a, b) => (entryKey(a) < entryKey(b) ? 1 : -1)).slice(4).reverse();
    const at = { addresses: [ENDPOINTS[0] ?? ''] };
    const two = mapOf([record(low ?? '', at), record(high ?? '', at)], TIGHT);
    const { map, changed, outcome } = learn(two, record(best ?? '', at));
    expect(outcome).to.be.oneOf(['new', 'full']);
    expect(new Set([...map.entries].map(({ id }) => id)).size).to.equal(2);
    expect(changed.length).to.equal(outcome === 'new' ? 2 : 0);
  });

  it('takes a place from the node that ranks last, and has room for no more', () => {
    const ordered = [...NAMES].sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1));
    const at = (name: string): Item => record(name, { addresses: ['203.0.113.9:7'] });
    const full = mapOf(ordered.slice(1, 3).map(at), TIGHT);
    const last = ordered[2] ?? '';
    expect(learn(full, at(ordered[5] ?? '')).outcome).to.equal('full');
    const { map, changed } = learn(full, at(ordered[0] ?? ''));
    expect(changed).to.have.members([idOf(ordered[0] ?? ''), idOf(last)]);
    expect(entryOf(map, idOf(last))).to.equal(undefined);
  });

  it('gives work a rank before ids, and a certificate before both', () => {
    const rules = rulesOf(TOWN, {
      quotas: { narrow: 1, wide: 1, nowhere: 1, local: 1, all: 1 }, certified: ({ body }) => body.cert.length > 0,
    });
    const ordered = [...NAMES].sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1));
    const day = 20_000;
    const seq = day * 86_400_000;
    const stamps = Array.from({ length: 64 }, (_, nonce) => {
      const stamp = Buffer.alloc(6);
      stamp.writeUInt32BE(day);
      stamp.writeUInt16BE(nonce, 4);
      return aRecord(ordered[1] ?? '', { seq, stamp });
    });
    const idle = aRecord(ordered[0] ?? '', { seq });
    const sure = aRecord(ordered[2] ?? '', { seq, cert: Uint8Array.of(1) });
    const labelled = (map: NetworkMap): string[] => [...map.entries].map((one) => newest(one).record.body.label);
    const worked = [idle, ...stamps].map((one): Item => ({ type: 'record', record: one }));
    expect(labelled(mapOf(worked, rules))).to.deep.equal([ordered[1]]);
    expect(labelled(mapOf([...worked, { type: 'record', record: sure }], rules))).to.deep.equal([ordered[2]]);
  });
});

const entryKey = (name: string): string => entryOf(mapOf([record(name)]), idOf(name))?.key ?? '';

describe('learn', () => {
  const anna = idOf('anna');
  const dialled = record('anna', { seq: 5, out: ['ben', 'cleo'] });
  const heard = [dialled, record('ben'), record('cleo'), doubt('ben', 'anna', 5)];

  it('keeps the later record, and with it forgets the doubts: refutation is living on', () => {
    const map = mapOf(heard);
    const entry = entryOf(map, anna);
    expect(entry && newest(entry).attestations.length).to.equal(1);
    const { map: later, outcome } = learn(map, record('anna', { seq: 6, out: ['ben', 'cleo'] }));
    const refuted = entryOf(later, anna);
    expect([outcome, refuted && newest(refuted).attestations.length]).to.deep.equal(['new', 0]);
    expect(learn(later, record('anna', { seq: 5, out: ['ben', 'cleo'] })).outcome).to.equal('known');
  });

  it('takes a doubt only from a head of that very record', () => {
    const map = mapOf(heard);
    expect(learn(map, doubt('cleo', 'anna', 5)).outcome).to.equal('new');
    expect(learn(map, doubt('ben', 'anna', 5)).outcome).to.equal('known');
    expect(learn(map, doubt('ben', 'anna', 4)).outcome).to.equal('known');
    expect(learn(map, doubt('ben', 'anna', 6)).outcome).to.equal('want');
    expect(learn(map, doubt('dora', 'anna', 5)).outcome).to.equal('refused');
    expect(learn(map, doubt('anna', 'dora', 5)).outcome).to.equal('want');
  });

  it('makes a whole record of a header over a body that it has, and wants what it has not', () => {
    const map = mapOf(heard);
    const { header } = aRecord('anna', { seq: 9, out: ['ben', 'cleo'] });
    const { map: later, outcome } = learn(map, { type: 'refresh', header });
    const entry = entryOf(later, anna);
    expect([outcome, entry && seqOf(entry)]).to.deep.equal(['new', 9]);
    expect(learn(map, { type: 'refresh', header: aRecord('anna', { seq: 9 }).header }).outcome).to.equal('want');
    expect(learn(map, { type: 'refresh', header: aRecord('dora').header }).outcome).to.equal('want');
    expect(learn(map, { type: 'refresh', header: aRecord('anna', { seq: 4 }).header }).outcome).to.equal('known');
  });

  it('refuses what is of another network', () => {
    const other = emptyMap(rulesOf('village'));
    expect(learn(other, record('anna')).outcome).to.equal('refused');
    expect(learn(other, { type: 'refresh', header: aRecord('anna').header }).outcome).to.equal('refused');
  });

  it('keeps the proof of a node that says two things at once, from a header alone, until it says a third', () => {
    const [low, high] = [aRecord('anna', { label: 'one' }), aRecord('anna', { label: 'two' })]
      .sort((a, b) => (a.header.hash < b.header.hash ? -1 : 1));
    const rival = { type: 'rival', header: low!.header, beside: high!.header.hash } as const;
    const both = mapOf([{ type: 'record', record: low! }, { type: 'record', record: high! }]);
    const proof = learn(mapOf([{ type: 'record', record: high! }]), rival);
    expect([proof.outcome, learn(proof.map, rival).outcome]).to.deep.equal(['new', 'known']);
    expect(learn(mapOf([{ type: 'record', record: low! }]), rival).outcome).to.equal('want');
    expect(learn(both, { ...rival, beside: low!.header.hash }).outcome).to.equal('refused');
    expect(rootOf(proof.map)).to.equal(rootOf(both));
    const entry = entryOf(both, anna);
    expect(entry && [equivocates(entry), newest(entry).record.header.hash]).to.deep.equal([true, high?.header.hash]);
    const later = entryOf(learn(both, record('anna', { seq: 2 })).map, anna);
    expect(later && equivocates(later)).to.equal(false);
  });

  it('brings two maps together when each tells the other its items, until nothing is new', () =>
    fc.assert(fc.property(items, items, (one, two) => {
      let [a, b] = [mapOf(one), mapOf(two)];
      for (let round = 0; round < 3; round++) {
        b = [...a.entries].flatMap(itemsOf).reduce((map, item) => learn(map, item).map, b);
        a = [...b.entries].flatMap(itemsOf).reduce((map, item) => learn(map, item).map, a);
      }
      expect(rootOf(a)).to.equal(rootOf(b));
    }), { numRuns: 1_000 }));
});

describe('a sweep', () => {
  const start = sweepTimeOf(1_700_000_000_000);
  const long = record('anna', { seq: start, ttlMs: 5_400_000 });
  const brief = record('ben', { seq: start, ttlMs: 60_000 });

  it('drops what has expired by more than the grace, gives its place away, and lets it in no more', () => {
    const map = mapOf([long, brief], TOWN_RULES, start);
    const { map: later, changed } = swept(map, start + SWEEP_MS);
    expect(changed).to.deep.equal([idOf('ben')]);
    expect([...later.entries].map(({ id }) => id)).to.deep.equal([idOf('anna')]);
    expect(later.seats.all.size).to.equal(1);
    expect(learn(later, brief).outcome).to.equal('known');
    expect(learn(later, brief).map).to.equal(later);
    expect(swept(later, start)).to.deep.equal({ map: later, changed: [] });
  });

  it('spares a record that expired less than two minutes before', () => {
    const map = mapOf([record('ben', { seq: start + 420_000, ttlMs: 60_000 })], TOWN_RULES, start);
    expect(swept(map, start + SWEEP_MS).map.entries.size).to.equal(1);
    const earlier = mapOf([record('ben', { seq: start + 419_999, ttlMs: 60_000 })], TOWN_RULES, start);
    expect(swept(earlier, start + SWEEP_MS).map.entries.size).to.equal(0);
  });

  it('changes the digest even when nothing expires, and is joined by taking the later one', () => {
    const map = mapOf([long], TOWN_RULES, start);
    const later = swept(map, start + SWEEP_MS).map;
    expect(rootOf(map)).to.not.equal(rootOf(later));
    expect(rootOf(join(mapOf([brief], TOWN_RULES, start), later))).to.equal(rootOf(later));
  });
});
