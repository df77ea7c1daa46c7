// Two maps that differ in so many entries, and what it takes to find out in which: the library's own questions.
import { answer, ask, descended, descentFrom } from '../../lib/network/descent.ts';
import {
  decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion, SALT_BYTES,
} from '../../lib/network/descentBytes.ts';
import { edgeIdOf, netOf, nodeOfKey } from '../../lib/network/ids.ts';
import { keyedHash } from '../../lib/network/keyedHash.ts';
import { learn } from '../../lib/network/learn.ts';
import { emptyMap, type NetworkMap } from '../../lib/network/networkMap.ts';
import { signRecord } from '../../lib/network/record.ts';
import { rulesOf } from '../../lib/network/rules.ts';
import { seedFor } from '../../lib/testing/simulation/drawFaults.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { hostOfNumber } from './town.ts';

export interface Reconciled {
  readonly nodes: number;
  readonly differences: number;
  readonly seed: number;
  /** Of all questions and answers of the descent. */
  readonly bytes: number;
  readonly roundTrips: number;
  /** How many of the differences were found. */
  readonly found: number;
}

const NETWORK = 'bench';
const OUT = 8;

interface Maker {
  readonly map: NetworkMap;
  readonly later: (map: NetworkMap, numbers: readonly number[]) => NetworkMap;
}

const maps = new Map<string, Maker>();

/** As a network of so many holds it: eight edges each. */
const made = (nodes: number, seed: number): Maker => {
  const key = `${nodes} ${seed}`;
  const known = maps.get(key);
  if (known !== undefined) return known;
  const keys = keyedHash(`reconciled ${seed}`);
  const random = sfc32(seedFor(seed, 'edges'));
  const signers = Array.from({ length: nodes }, (_, at) => keys.signer(`n${at}`));
  const ids = signers.map(({ publicKey }) => nodeOfKey(publicKey));
  const outs = ids.map((_, me) => [...new Set(Array.from({ length: OUT }, () => Math.floor(random() * nodes)))]
    .filter((at) => at !== me).map((at) => edgeIdOf(ids[at] ?? '')));
  const said = (map: NetworkMap, at: number, seq: number): NetworkMap => {
    const signer = signers[at];
    if (signer === undefined) throw new RangeError(`node ${at} of ${nodes}`);
    const addresses = [`${hostOfNumber(at + 1)}:7000`];
    const body = { label: `n${at}`, addresses, out: outs[at] ?? [] };
    const record = signRecord(body, { net: netOf(NETWORK), seq }, signer);
    return learn(map, { type: 'record', record }).map;
  };
  const maker: Maker = {
    map: ids.reduce((map, _, at) => said(map, at, 1), emptyMap(rulesOf(NETWORK))),
    later: (map, numbers) => numbers.reduce((so, at) => said(so, at, 2), map),
  };
  maps.set(key, maker);
  return maker;
};

const drawn = (nodes: number, count: number, random: () => number): readonly number[] => {
  const numbers = new Set<number>();
  while (numbers.size < Math.min(count, nodes)) numbers.add(Math.floor(random() * nodes));
  return [...numbers];
};

/** The head has later records of so many nodes; the tail asks. */
export const reconciled = (nodes: number, differences: number, seed: number): Reconciled => {
  const random = sfc32(seedFor(seed, `differ ${nodes} ${differences}`));
  const { map, later } = made(nodes, seed);
  const numbers = drawn(nodes, differences, random);
  const head = later(map, numbers);
  let [bytes, descent] = [0, descentFrom(Uint8Array.from({ length: SALT_BYTES }, () => Math.floor(random() * 256)))];
  for (let question = ask(map, descent); question !== undefined; question = ask(map, descent)) {
    const asked = encodeQuestion(question);
    const answered = encodeAnswer(answer(head, decodeQuestion(asked)));
    bytes += asked.length + answered.length;
    descent = descended(map, descent, decodeAnswer(answered));
  }
  return {
    nodes, differences: numbers.length, seed, bytes, roundTrips: descent.questions,
    found: descent.wanted.length,
  };
};
