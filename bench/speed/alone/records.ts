// In a process of its own: what one more record costs a map that has so many, for each of the things that follow it.
import { netOf, nodeOfKey, edgeIdOf } from '../../../lib/network/ids.ts';
import { keyedHash } from '../../../lib/network/keyedHash.ts';
import { learn } from '../../../lib/network/learn.ts';
import { digestOf, emptyMap, type NetworkMap } from '../../../lib/network/networkMap.ts';
import { signRecord, type NetRecord } from '../../../lib/network/record.ts';
import { rulesOf } from '../../../lib/network/rules.ts';
import { resurveyed, survey } from '../../../lib/network/survey.ts';
import { hostOfNumber } from '../../discovery/town.ts';

const [, , count = '100', ms = '300'] = process.argv;
const nodes = Number(count);
const NETWORK = 'bench';
const OUT = 8;

const keys = keyedHash('records');
const signers = Array.from({ length: nodes }, (_, at) => keys.signer(`n${at}`));
const ids = signers.map(({ publicKey }) => nodeOfKey(publicKey));

/** With an edge less than before, or as many again: a record that says something new, as most do. */
const said = (at: number, seq: number): NetRecord => {
  const out = Array.from({ length: OUT - (seq % 2) }, (_, step) => (at + 1 + step * 7) % nodes)
    .filter((other) => other !== at).map((other) => edgeIdOf(ids[other] ?? ''));
  const signer = signers[at];
  if (signer === undefined) throw new RangeError(`node ${at} of ${nodes}`);
  const body = { label: `n${at}`, addresses: [`${hostOfNumber(at + 1)}:7000`], out };
  return signRecord(body, { net: netOf(NETWORK), seq }, signer);
};

const taken = (map: NetworkMap, record: NetRecord): ReturnType<typeof learn> => learn(map, { type: 'record', record });

let map = signers.reduce((so, _, at) => taken(so, said(at, 2)).map, emptyMap(rulesOf(NETWORK)));
digestOf(map);
const me = ids[0] ?? '';
let seen = survey(map, { me, sweepTime: 0 });

const taking: Record<'merge' | 'digest' | 'survey', number[]> = { merge: [], digest: [], survey: [] };
for (let changes = 0, began = performance.now(); performance.now() - began < Number(ms) || changes < 50; changes++) {
  const record = said((1 + changes * 7_919) % nodes, 3 + Math.floor(changes / nodes));
  const start = performance.now();
  const { map: next, changed } = taken(map, record);
  const merged = performance.now();
  digestOf(next);
  const digested = performance.now();
  seen = resurveyed(seen, next, changed, me);
  const surveyed = performance.now();
  if (seen.up === 0) throw new Error('nobody is up');
  map = next;
  taking.merge.push(merged - start);
  taking.digest.push(digested - merged);
  taking.survey.push(surveyed - digested);
}
/** The machine does other things as well, and a mean would show those. */
const us = (all: readonly number[]): number => ([...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN) * 1_000;
process.stdout.write(JSON.stringify({
  merge: us(taking.merge), digest: us(taking.digest), survey: us(taking.survey),
}));
