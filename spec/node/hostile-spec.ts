// Whole nodes, a third of which break the rules: they pass nothing on, or say that all hold the map when not all do.
import { expect } from 'chai';
import { defaultPolicies } from '../../lib/defaults.ts';
import { itemOf } from '../../lib/exchange/itemText.ts';
import { seqOf } from '../../lib/network/entry.ts';
import { entryOf } from '../../lib/network/networkMap.ts';
import { withVerdict, type Survey } from '../../lib/network/survey.ts';
import type { MakePolicies } from '../../lib/policy.ts';
import type { Step } from '../../lib/step.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { dropping, lying, tampered, type Tamper } from '../../lib/testing/simulation/actors/tampered.ts';
import { idOfLetter, Town, type House } from '../support/town.ts';

const LETTERS = 'abcdefghijklmnopqr'.split('');
/** Every third. */
const isHostile = (letter: string): boolean => LETTERS.indexOf(letter) % 3 === 1;
const TOLD = 6;
const SETTLED_MS = 25_000;
const PROMPT_MS = 1_000;

/** Few heads each, so that most nodes are no neighbours. */
const policies = (outgoing: number): MakePolicies => (env) => defaultPolicies({ outgoing }, env);

interface Streets {
  readonly town: Town;
  readonly honest: readonly House[];
  readonly all: readonly House[];
}

/** Each is told of some others, drawn; those that are hostile say what the tampering makes of it. */
const settled = (seed: number, outgoing: number, tampering: (letter: string) => Tamper): Streets => {
  const random = sfc32(seed);
  const town = new Town({ latencyMs: () => 5 + 35 * random() }, random);
  const drawn = (): string => `10.0.0.${1 + Math.floor(random() * LETTERS.length)}:7000`;
  const all = LETTERS.map((letter, at) => {
    const host = `10.0.0.${at + 1}`;
    const plain = town.network.transport({ host, node: idOfLetter(letter) });
    const transport = isHostile(letter) ? tampered(plain, tampering(letter)) : plain;
    return town.house(letter, { transport, policies: policies(outgoing), peers: Array.from({ length: TOLD }, drawn) });
  });
  town.advance(SETTLED_MS);
  return { town, all, honest: all.filter(({ letter }) => !isHostile(letter)) };
};

const leave = ({ town, all }: Streets): void => {
  all.forEach(({ running }) => running.unsubscribe());
  town.advance(10_000);
};

const idOf = ({ net }: House): string => net.id;

/** A node dials somebody it is not connected with, and its record says so. */
const change = (streets: Streets, tail: House): void => {
  const { net } = tail;
  const head = streets.honest.find((other) => other !== tail && !net.state.peersByNode.has(idOf(other)));
  expect(head, 'somebody to dial').not.to.equal(undefined);
  net.order({ type: 'dial', address: `${idOf(head!)}@${head!.address}` });
};

/** How many of them are connected with the first one over nothing but them. */
const connected = (honest: readonly House[]): number => {
  const found = new Set(honest.slice(0, 1));
  for (const { net } of found) {
    for (const house of honest) if (net.state.peersByNode.has(idOf(house))) found.add(house);
  }
  return found.size;
};

/** How long each of the others took to hold a record, for every record that honest nodes issued since; Infinity: never. */
const delays = (honest: readonly House[], since: number): readonly number[] =>
  honest.flatMap((origin) => origin.steps.filter(({ event, now }) => event.type === 'record-issued' && now >= since)
    .flatMap(({ event, now }) => {
      const item = event.type === 'record-issued' ? itemOf(event.record) : undefined;
      const seq = item?.type === 'record' ? item.record.header.seq : Infinity;
      const holds = ({ state: { network: { map } } }: Step): boolean => {
        const entry = entryOf(map, idOf(origin));
        return entry !== undefined && seqOf(entry) >= seq;
      };
      return honest.filter((one) => one !== origin)
        .map(({ steps }) => (steps.find((step) => step.now >= now && holds(step))?.now ?? Infinity) - now);
    }));

/** When each honest node first held each digest. */
const heldBy = (honest: readonly House[]): ReadonlyMap<string, ReadonlyMap<string, number>> =>
  new Map(honest.map((house) => {
    const held = new Map<string, number>();
    for (const { state, now } of house.steps) {
      if (!held.has(state.network.digest)) held.set(state.network.digest, now);
    }
    return [idOf(house), held];
  }));

/** All within so many edges of whoever looks, going over those that count. */
const ball = (
  { graph, me }: Survey, radius: number, counts: (id: string) => boolean = () => true,
): ReadonlySet<string> => {
  let found = new Set(me === undefined ? [] : [me]);
  for (let at = 0; at < Math.min(radius, graph.ids.length); at++) {
    const next = [...found].flatMap((node) => graph.neighbours[node] ?? []);
    found = new Set([...found, ...next.filter((node) => counts(graph.ids[node] ?? ''))]);
  }
  return new Set([...found].map((node) => graph.ids[node] ?? ''));
};

interface Judged {
  /** Radii that span a way of honest nodes to one that had not held the digest by then, and proofs however long it is. */
  readonly wrong: readonly string[];
  /** False proofs of nodes from which no way of honest ones leads to who had not held it: no protocol helps them. */
  readonly eclipsed: number;
  /** Radii that reached an honest node which had not held the digest by then: lies that were believed. */
  readonly believed: number;
}

const judged = (honest: readonly House[], since: number): Judged => {
  const held = heldBy(honest);
  const wrong: string[] = [];
  let [believed, eclipsed] = [0, 0];
  for (const { letter, steps } of honest) {
    for (const { state: { network: { agreement, digest, survey } }, now } of steps) {
      if (now < since || agreement.radius === 0) continue;
      const hasNot = (id: string): boolean => held.has(id) && !((held.get(id)?.get(digest) ?? Infinity) <= now);
      const behind = withVerdict(survey, 'up').filter(hasNot);
      if (behind.length === 0) continue;
      const reach = agreement.proven ? Infinity : agreement.radius;
      const overHonest = ball(survey, reach, (id) => held.has(id));
      const spanned = behind.filter((id) => overHonest.has(id));
      if (spanned.length > 0) wrong.push(`${letter} at ${now}, radius ${agreement.radius}: ${spanned.join(' ')}`);
      if (agreement.proven) eclipsed += 1;
      const near = ball(survey, agreement.radius);
      if (behind.some((id) => near.has(id))) believed += 1;
    }
  }
  return { wrong, believed, eclipsed };
};

describe('a network in which a third of the nodes is hostile', function () {
  this.timeout(120_000);

  it('gets every record and cast to all honest nodes in a second, although the others pass nothing on', () => {
    const streets = settled(1, 4, (letter) => dropping(idOfLetter(letter)));
    const { town, honest } = streets;
    expect(connected(honest), 'connected over honest nodes').to.equal(honest.length);
    const since = town.env.scheduler.now();
    const heard = new Map<string, string[]>();
    for (const house of honest) {
      house.net.casts('news').subscribe(({ data }) => {
        const word = Buffer.from(data).toString();
        heard.set(word, [...(heard.get(word) ?? []), house.letter]);
      });
    }
    for (const house of honest) {
      house.net.broadcast('news', Buffer.from(house.letter));
      change(streets, house);
      town.advance(PROMPT_MS);
      const others = honest.filter((other) => other !== house).map(({ letter }) => letter);
      expect(heard.get(house.letter), house.letter).to.have.members(others);
    }
    town.advance(PROMPT_MS);
    const took = delays(honest, since);
    expect(took.length).to.be.at.least(honest.length * (honest.length - 1));
    expect(Math.max(...took)).to.be.below(PROMPT_MS);
    leave(streets);
  });

  it('proves nothing that is not so to whoever has an honest way, although the others say that all hold it', () => {
    let liesBelieved = 0;
    const surrounded: number[] = [];
    for (let seed = 1; seed <= 7; seed++) {
      const streets = settled(seed, 2, () => lying);
      const { town, honest, all } = streets;
      const since = town.env.scheduler.now();
      for (const [at, late] of honest.entries()) {
        const others = all.filter((other) => other !== late).map(({ host }) => host);
        const release = town.network.partition(others, [late.host], true);
        change(streets, honest[(at + 5) % honest.length]!);
        town.advance(2_000);
        release(true);
        town.advance(4_000);
      }
      const { wrong, believed, eclipsed } = judged(honest, since);
      expect(wrong, `seed ${seed}`).to.deep.equal([]);
      liesBelieved += believed;
      if (eclipsed > 0) surrounded.push(seed);
      leave(streets);
    }
    expect(liesBelieved, 'lies that were believed, short of a proof').to.be.at.least(1);
    expect(surrounded, 'seeds in which hostile nodes alone surround somebody, who believes them').to.deep.equal([3]);
  });
});
