// The messages of the exchange, and what a node makes of them by the map that it has.
import { blank, decodeBulletin, encodeBulletin, type Bulletin } from '../../../lib/exchange/bulletin.ts';
import { isCastText } from '../../../lib/exchange/cast.ts';
import { decodeCount, REFERRED_MAX } from '../../../lib/exchange/referring.ts';
import { sift, type Sifted } from '../../../lib/exchange/sift.ts';
import { decodeAsked, decodeOutcome, encodeOutcome } from '../../../lib/exchange/verifying.ts';
import { decodeWants, encodeWants } from '../../../lib/exchange/wants.ts';
import { answer, ask, descended, descentFrom } from '../../../lib/network/descent.ts';
import { decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion } from '../../../lib/network/descentBytes.ts';
import { edgeIdOf, nodeIdBytes } from '../../../lib/network/ids.ts';
import type { NetworkMap } from '../../../lib/network/networkMap.ts';
import { RecordError } from '../../../lib/network/recordError.ts';
import type { NodeId } from '../../../lib/nodeId.ts';
import { doubt, idOf, mapOf, record, town } from '../../support/networkTown.ts';
import { same } from '../same.ts';
import { binary, type Target } from '../target.ts';
import { someCasts, someItems } from './records.ts';

const NAMES = Array.from({ length: 120 }, (_, at) => `n${at}`);
const map: NetworkMap = mapOf([...NAMES.map((name) => record(name, { out: ['n1', 'n2'].filter((one) =>
  one !== name) })),
  record('a', { out: ['b'] }), record('b', { out: ['a'] }), doubt('b', 'a')]);

const sameBytes = (written: Uint8Array, read: Uint8Array): string | undefined =>
  (Buffer.compare(written, read) === 0 ? undefined : 'is written as other bytes');

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const report = { digest: '0f'.repeat(32), radius: 3, excluded: [] as readonly NodeId[] };
const advert = (name: string) => ({ id: edgeIdOf(idOf(name)), seq: 9 });
const want = (name: string) => ({ id: edgeIdOf(idOf(name)), body: '0'.repeat(12) });

const bulletins = (): readonly Bulletin[] => {
  const items = [...someItems(), someCasts()[1] ?? new Uint8Array(0)].map(textOf);
  const plain = blank({ ...report, excluded: [idOf('a')] }, 5);
  return [
    plain, { ...plain, items }, { ...plain, report: { ...report, excluded: 'many' }, lazy: true, gap: true },
    { ...plain, since: 7, adverts: ['a', 'n1', 'x'].map(advert), wants: ['a', 'y'].map(want),
      items: items.slice(0, 2) },
  ];
};

const kindOfBulletin = ({ report: { excluded }, lazy, gap, adverts, wants, items }: Bulletin): string =>
  [excluded === 'many' ? 'many' : excluded.length > 0, lazy, gap, adverts.length > 0, wants.length > 0,
    items.length > 0]
    .join(' ');

const bulletin = binary('bulletin', {
  decode: decodeBulletin, errors: [RecordError], seeds: () => bulletins().map(encodeBulletin), kind: kindOfBulletin,
  again: (read, bytes) => sameBytes(encodeBulletin(read), bytes),
});

/** What a bulletin leads to: items are read, joined and verified one by one. */
const sifted = (bytes: Uint8Array): Sifted => {
  const { items } = decodeBulletin(bytes);
  let left = 8;
  return sift(items.filter((text) => !isCastText(text)),
    { map, verifier: town, now: Date.UTC(2026, 0, 31), afford: () => left-- > 0 });
};

const sieve = binary('sieve', {
  decode: sifted, errors: [RecordError], seeds: () => bulletins().map(encodeBulletin), short: 300,
  kind: ({ fresh, bad: [bad = ''], known, wanted }) =>
    [fresh.length > 0, known > 0, wanted.length > 0, bad.replace(/[a-z2-7]{16,}|[0-9a-f]{8,}|\d+/g, '#')].join(' '),
});

const wants = binary('wants', {
  decode: decodeWants, errors: [RecordError], seeds: () => [encodeWants([]), encodeWants(['a', 'b'].map(want))],
  again: (read, bytes) => sameBytes(encodeWants(read), bytes),
});

const salt = new Uint8Array(16).fill(9);
const begun = descentFrom(salt);
const firstQuestion = ask(map, begun) ?? { salt, probes: [] };

const question = binary('question', {
  decode: (bytes) => {
    const asked = decodeQuestion(bytes);
    return { asked, answered: answer(map, asked) };
  },
  // what is answered is bounded by itself, not by the question: ANSWER_BYTES_MAX
  errors: [RecordError], allowance: 240_000, short: 200,
  seeds: () => [
    encodeQuestion({ salt, probes: [] }), encodeQuestion({ salt, probes: [{ prefix: '' }, { prefix: 'abc' }] }),
    encodeQuestion(firstQuestion), encodeQuestion({ salt, probes: [{ prefix: 'f'.repeat(40) }] }),
  ],
  again: ({ asked, answered }, bytes) => sameBytes(encodeQuestion(asked), bytes) ??
    (same(decodeAnswer(encodeAnswer(answered)), answered) ? undefined : 'is answered by what nobody can read'),
});

const answerTarget = binary('answer', {
  decode: (bytes) => {
    const answered = decodeAnswer(bytes);
    const next = descended(map, begun, answered);
    return { answered, next, asks: ask(map, next) };
  },
  errors: [RecordError], allowance: 16_384, short: 300,
  seeds: () => [
    encodeAnswer({ taken: 0, findings: [] }), encodeAnswer(answer(map, firstQuestion)),
    encodeAnswer(answer(mapOf(NAMES.slice(0, 40).map((name) => record(name))), firstQuestion)),
  ],
  again: ({ answered, asks }, bytes) => sameBytes(encodeAnswer(answered), bytes) ??
    (asks === undefined || same(decodeQuestion(encodeQuestion(asks)), asks) ? undefined : 'leads to a wrong question'),
});

const verify = binary('verify', {
  decode: decodeAsked, errors: [RecordError], seeds: () => [nodeIdBytes(idOf('a'))],
  again: (read, bytes) => sameBytes(nodeIdBytes(read), bytes),
});

const outcome = binary('outcome', {
  decode: decodeOutcome, errors: [RecordError], seeds: () => [encodeOutcome('refused')],
  again: (read, bytes) => sameBytes(encodeOutcome(read), bytes),
});

const peers = binary('peers', {
  decode: decodeCount, errors: [RecordError], seeds: () => [Uint8Array.of(0), Uint8Array.of(REFERRED_MAX)],
  again: (read, bytes) => sameBytes(Uint8Array.of(read), bytes),
});

export const MESSAGE_TARGETS: readonly Target[] =
  [bulletin, sieve, wants, question, answerTarget, verify, outcome, peers];
