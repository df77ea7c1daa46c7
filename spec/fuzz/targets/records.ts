// What nodes sign, and how it stands in messages: each must be written as the very bytes it was read from.
import { CAST_KIND, castText, decodeCast, isCastText, signCast, type SignedCast } from '../../../lib/exchange/cast.ts';
import { itemOf, itemText } from '../../../lib/exchange/itemText.ts';
import { ATTESTATION_BYTES, decodeAttestation, type Attestation } from '../../../lib/network/attestation.ts';
import { BODY_HASH_BYTES, bodyOf, decodeBody } from '../../../lib/network/body.ts';
import { concat, short, uint } from '../../../lib/network/fields.ts';
import { decodeHeader, HEAD_BYTES, HEADER_BYTES, signHeader } from '../../../lib/network/header.ts';
import { edgeIdBytes, netOf, nodeIdBytes, nodeOfKey, PUBLIC_KEY_BYTES } from '../../../lib/network/ids.ts';
import { decodeRecord, encodeRecord } from '../../../lib/network/record.ts';
import { RecordError } from '../../../lib/network/recordError.ts';
import { sha256 } from '../../../lib/network/sha256.ts';
import { SIGNATURE_BYTES, type Signer } from '../../../lib/network/signing.ts';
import { aRecord, anAttestation, town } from '../../support/networkTown.ts';
import { binary, type Target } from '../target.ts';

const FULL = {
  seq: 7, out: ['b', 'c', 'd'], denied: ['e'], addresses: ['203.0.113.9:7000', '[2001:db8::9]:7001'],
  caps: Uint8Array.of(1, 2), stamp: Uint8Array.of(3), cert: Uint8Array.of(4, 5), area: 2, dialable: true, label: 'aé',
} as const;

export const someRecords = () => [
  aRecord('a', FULL), aRecord('b', { label: '' }), aRecord('c', { seq: 3, leaving: true, denyAll: true }),
];

const sameBytes = (written: Uint8Array, read: Uint8Array): string | undefined =>
  (Buffer.compare(written, read) === 0 ? undefined : 'is written as other bytes');

/** Says of a signed thing what it already says: the signature is taken from it. */
const signerOf = (bytes: Uint8Array): Signer =>
  ({ publicKey: new Uint8Array(PUBLIC_KEY_BYTES), sign: () => bytes.subarray(-SIGNATURE_BYTES) });

const header = binary('header', {
  decode: decodeHeader, errors: [RecordError], seeds: () => someRecords().map((one) => one.header.bytes),
  again: (read, bytes) => sameBytes(signHeader(read, signerOf(bytes)).bytes, bytes),
});

const body = binary('body', {
  decode: decodeBody, errors: [RecordError], seeds: () => someRecords().map((one) => one.body.bytes),
  again: (read, bytes) => sameBytes(bodyOf(read).bytes, bytes),
});

/** The hash of the body and the id of its key, put right in the head. */
const mended = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length < HEADER_BYTES + 1 + PUBLIC_KEY_BYTES) return bytes;
  const all = Buffer.from(bytes);
  const said = all.subarray(HEADER_BYTES);
  all.set(nodeIdBytes(nodeOfKey(said.subarray(1, 1 + PUBLIC_KEY_BYTES))), 4);
  all.set(sha256(said).subarray(0, BODY_HASH_BYTES), HEAD_BYTES - BODY_HASH_BYTES);
  return all;
};

const record = binary('record', {
  decode: decodeRecord, errors: [RecordError], seeds: () => someRecords().map(encodeRecord), mend: mended,
  again: (read, bytes) => sameBytes(encodeRecord({ header: read.header, body: bodyOf(read.body) }), bytes),
});

const claimOf = ({ subject, seq, observer, doubt }: Attestation): Uint8Array =>
  concat([edgeIdBytes(subject), uint(seq, 6, 'seq'), edgeIdBytes(observer), Uint8Array.of(doubt === 'closed' ? 0 : 1)]);

const attestation = binary('attestation', {
  decode: decodeAttestation, errors: [RecordError],
  seeds: () => [anAttestation('a', 'b').bytes, anAttestation('b', 'c', 9, 'closed').bytes],
  again: (read, bytes) =>
    sameBytes(concat([claimOf(read), bytes.subarray(ATTESTATION_BYTES - SIGNATURE_BYTES)]), bytes),
});

export const someCasts = (): readonly Uint8Array[] => ['', 'chat', 'é'].map((topic, at) =>
  signCast({ net: netOf('town'), seq: at, topic, data: Buffer.alloc(at * 40, 'd') }, town.signer('a')));

const saidIn = ({ net, origin, seq, ttlMs, topic, data }: SignedCast): Uint8Array => concat([
  uint(net, 4, 'net'), nodeIdBytes(origin), uint(seq, 6, 'seq'), uint(ttlMs / 1_000, 2, 'ttl'),
  short(Buffer.from(topic), 64, 'topic'), uint(data.length, 2, 'data'), data,
]);

const cast = binary('cast', {
  decode: decodeCast, errors: [RecordError], seeds: someCasts,
  again: (read, bytes) => {
    if (!isCastText(castText(bytes))) return 'is not told by its text to be a cast';
    return sameBytes(concat([saidIn(read), bytes.subarray(-SIGNATURE_BYTES)]), bytes);
  },
});

export const someItems = (): readonly Uint8Array[] => [
  ...someRecords().map((one) => concat([Uint8Array.of(0), encodeRecord(one)])),
  ...someRecords().map((one) => concat([Uint8Array.of(1), one.header.bytes])),
  concat([Uint8Array.of(2), anAttestation('a', 'b').bytes]),
  ...someRecords().map((one) => concat([Uint8Array.of(3), new Uint8Array(16).fill(7), one.header.bytes])),
];

const item = binary('item', {
  decode: (bytes) => itemOf(Buffer.from(bytes).toString('base64url')),
  errors: [RecordError], seeds: () => [...someItems(), ...someCasts().map((one) => concat([Uint8Array.of(CAST_KIND),
    one]))],
  mend: (bytes) => (bytes[0] === 0 ? concat([bytes.subarray(0, 1), mended(bytes.subarray(1))]) : bytes),
  again: (read, bytes) => sameBytes(Buffer.from(itemText(read), 'base64url'), bytes),
});

export const RECORD_TARGETS: readonly Target[] = [header, body, record, attestation, cast, item];
