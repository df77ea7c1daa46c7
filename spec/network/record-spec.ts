// Records as bytes: golden vectors, and that no bytes do more harm than a RecordError.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { bodyOf, decodeBody, type BodyParts } from '../../lib/network/body.ts';
import { decodeAttestation, signAttestation, verifyAttestation, ATTESTATION_BYTES, type Attestation,
} from '../../lib/network/attestation.ts';
import { ed25519Signer, ed25519Verifier } from '../../lib/network/ed25519.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { decodeHeader, HEADER_BYTES, nextSeq, verifyHeader } from '../../lib/network/header.ts';
import { edgeIdOf, nodeOfKey } from '../../lib/network/ids.ts';
import {
  decodeRecord, encodeRecord, RECORD_BYTES_MAX, refreshed, signRecord, signRefresh, verifyRecord, type Said,
} from '../../lib/network/record.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { verifyItem } from '../../lib/network/verifyItem.ts';
import { nodeIdOf } from '../../lib/nodeId.ts';
import { anAttestation, aRecord, idOf, mapOf, NET, record, town } from '../support/networkTown.ts';
import { TEST_PUBLIC_KEY, testKey } from '../support/testKey.ts';

/** Ten thousand runs are three seconds of work, and the machine may be busy with other things. */
const PATIENT_MS = 60_000;

interface Vectors {
  readonly records: readonly {
    readonly name: string; readonly hex: string; readonly hash: string;
    readonly said: Readonly<Record<string, unknown>>; readonly head: { readonly seq: number; readonly ttlMs: number };
  }[];
  readonly refreshes: readonly { readonly seq: number; readonly hex: string; readonly hash: string }[];
  readonly attestations: readonly (Pick<Attestation, 'seq' | 'doubt'> & { subject: string; hex: string })[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/records.json', import.meta.url), 'utf8'),
) as Vectors;

const signer = ed25519Signer(testKey);
const verifier = ed25519Verifier();
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

const saidOf = (said: Readonly<Record<string, unknown>>): Said =>
  Object.fromEntries(Object.entries(said).map(([key, value]) =>
    [key, ['caps', 'stamp', 'cert'].includes(key) ? bytes(String(value)) : value]));

/** What a reader makes of bytes: the bytes that it would write, or the name of its error. Anything else is thrown. */
const outcome = (read: () => Uint8Array): string => {
  try {
    return hexOf(read());
  } catch (error) {
    if (error instanceof RecordError) return error.name;
    throw error;
  }
};

const mutated = fc.tuple(
  fc.constantFrom(...vectors.records.map(({ hex }) => hex)),
  fc.array(fc.tuple(fc.nat(RECORD_BYTES_MAX), fc.nat(255)), { maxLength: 4 }),
  fc.integer({ min: -3, max: 3 }),
).map(([hex, changes, longer]) => {
  const made = Buffer.concat([bytes(hex), Buffer.alloc(Math.max(longer, 0))]);
  for (const [at, value] of changes) if (at < made.length) made[at] = value;
  return made.subarray(0, made.length + Math.min(longer, 0));
});

describe('a record', () => {
  it('is made of the test key as RFC 8032 has it', () => {
    expect(hexOf(signer.publicKey)).to.equal(TEST_PUBLIC_KEY);
    const spki = Buffer.from(`302a300506032b6570032100${TEST_PUBLIC_KEY}`, 'hex');
    expect(nodeOfKey(signer.publicKey)).to.equal(nodeIdOf(spki));
  });

  it('is written and read as in the golden vectors, and signed as there', () => {
    for (const { name, said, head, hex, hash } of vectors.records) {
      const made = signRecord(saidOf(said), { net: NET, ...head }, signer);
      expect([name, hexOf(encodeRecord(made)), made.header.hash]).to.deep.equal([name, hex, hash]);
      const read = decodeRecord(bytes(hex));
      expect(hexOf(encodeRecord(read))).to.equal(hex);
      expect({ ...read.body, bytes: 0, publicKey: 0 }).to.deep.equal({ ...made.body, bytes: 0, publicKey: 0 });
      expect(verifyRecord(read, verifier)).to.equal(true);
    }
    expect(Math.max(...vectors.records.map(({ hex }) => hex.length / 2))).to.equal(RECORD_BYTES_MAX);
  });

  it('is refreshed by a header of 112 bytes, over the same body alone', () => {
    const second = decodeRecord(bytes(vectors.records[1]?.hex ?? ''));
    for (const { seq, hex, hash } of vectors.refreshes) {
      const { header, body } = signRefresh(second, seq, signer);
      expect([hexOf(header.bytes), header.hash, body]).to.deep.equal([hex, hash, second.body]);
      const read = decodeHeader(bytes(hex));
      expect(read.bytes.length).to.equal(HEADER_BYTES);
      const whole = refreshed(second, read);
      expect(whole?.body).to.equal(second.body);
      expect(whole && verifyRecord(whole, verifier)).to.equal(true);
      expect(refreshed(decodeRecord(bytes(vectors.records[0]?.hex ?? '')), read)).to.equal(undefined);
      expect(refreshed(aRecord('anna'), read)).to.equal(undefined);
    }
  });

  it('is read only if it would be written so, from whatever bytes; and nothing but a RecordError is thrown', () => {
    let read = 0;
    fc.assert(fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 700 })), (given) => {
      const written = outcome(() => encodeRecord(decodeRecord(given)));
      expect(written).to.be.oneOf([hexOf(given), 'RecordError']);
      if (written !== 'RecordError') read += 1;
      const body = given.subarray(HEADER_BYTES);
      const again = outcome(() => bodyOf({ ...decodeBody(body) }).bytes);
      expect(again).to.be.oneOf([hexOf(body), 'RecordError']);
      expect(outcome(() => decodeHeader(given).bytes)).to.be.oneOf([hexOf(given), 'RecordError']);
    }), { numRuns: 10_000 });
    expect(read).to.be.greaterThan(10);
  }).timeout(PATIENT_MS);

  it('is signed by no one else, over no other byte', () =>
    fc.assert(fc.property(fc.nat(111), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const given = bytes(vectors.records[1]?.hex ?? '');
      given[at] = (given[at] ?? 0) ^ flip;
      const header = decodeHeader(given.subarray(0, HEADER_BYTES));
      expect(verifyHeader(header, signer.publicKey, verifier)).to.equal(false);
    }), { numRuns: 100 }));

  const refusals: readonly [name: string, said: Partial<BodyParts>, says: string][] = [
    ['a host name', { addresses: ['example.org:1'] }, 'not an IP literal'],
    ['a port that is nowhere', { addresses: ['203.0.113.9:0'] }, 'port 0'],
    ['a wildcard', { addresses: ['0.0.0.0:1'] }, 'all of a machine\'s addresses'],
    ['an address with a zone', { addresses: ['[fe80::1%eth0]:1'] }, 'not an IP literal'],
    ['an address twice', { addresses: ['203.0.113.9:1', '203.0.113.9:1'] }, 'an address twice'],
    ['too many addresses', { addresses: [1, 2, 3, 4, 5].map((port) => `203.0.113.9:${port}`) }, 'limit 4'],
    ['an edge to itself', { out: [edgeIdOf(nodeOfKey(signer.publicKey))] }, 'names the node itself'],
    ['too many edges', { out: Array.from({ length: 17 }, (_, at) => edgeIdOf(idOf(String(at)))) }, 'limit 16'],
    ['too long a stamp', { stamp: new Uint8Array(17) }, 'limit 16'],
    ['an area beyond two bytes', { area: 65_536 }, 'area 65536'],
  ];
  for (const [name, said, says] of refusals) {
    it(`does not say ${name}`, () =>
      expect(() => bodyOf({ ...said, publicKey: signer.publicKey })).to.throw(RecordError, says));
  }

  it('cuts a label to 64 bytes between characters', () => {
    expect(bodyOf({ publicKey: signer.publicKey, label: 'ü'.repeat(40) }).label).to.equal('ü'.repeat(32));
    expect(bodyOf({ publicKey: signer.publicKey, label: `${'x'.repeat(62)}水` }).label).to.equal('x'.repeat(62));
    expect(bodyOf({ publicKey: signer.publicKey, label: '\uFEFFa\uD800' }).label).to.equal('\uFEFFa\uFFFD');
  });

  const raw = (change: (bytes: Buffer) => void): (() => unknown) => () => {
    const body = Buffer.from(bodyOf({ publicKey: signer.publicKey, label: 'anna', addresses: ['203.0.113.9:1'],
      out: ['aaaaaaaaaaaaaaab', 'aaaaaaaaaaaaaaac'] }).bytes);
    change(body);
    return decodeBody(body);
  };
  const [FLAGS, LABEL, FAMILY, OUT] = [33, 38, 43, 51];
  const hostile: readonly [name: string, change: (bytes: Buffer) => void, says: string][] = [
    ['a version of the future', (body) => (body[0] = 2), 'version 2'],
    ['a flag that nobody knows', (body) => (body[FLAGS] = 8), 'flags 8'],
    ['a label that is not UTF-8', (body) => (body[LABEL] = 0xff), 'not UTF-8'],
    ['an address of family 5', (body) => (body[FAMILY] = 5), 'family 5'],
    ['edges out of order', (body) => (body[OUT] = 1), 'not in order'],
    ['an edge twice', (body) => body.copy(body, OUT + 10, OUT, OUT + 10), 'not in order'],
  ];
  for (const [name, change, says] of hostile) {
    it(`is refused with ${name}`, () => expect(raw(change)).to.throw(RecordError, says));
  }

  it('is refused with an IPv4 address in other clothes', () => {
    const { bytes: body } = bodyOf({ publicKey: signer.publicKey, addresses: ['[2001:db8::1]:1'] });
    Buffer.from('00000000000000000000ffff7f000001', 'hex').copy(body, 40);
    expect(() => decodeBody(body)).to.throw(RecordError, 'written as IPv6');
  });

  it('takes the later of the clock and one more than the last seq', () => {
    expect(nextSeq(undefined, 1_000.7)).to.equal(1_000);
    expect(nextSeq(999, 1_000)).to.equal(1_000);
    expect(nextSeq(1_000, 1_000)).to.equal(1_001);
    expect(nextSeq(5_000, 1_000)).to.equal(5_001);
  });
});

describe('an attestation', () => {
  it('is written, read and signed as in the golden vectors', () => {
    for (const { subject, seq, doubt, hex } of vectors.attestations) {
      const made = signAttestation({ net: NET, subject, seq, doubt }, signer);
      expect(hexOf(made.bytes)).to.equal(hex);
      const read = decodeAttestation(bytes(hex));
      expect(read).to.deep.equal({ ...made, bytes: bytes(hex) });
      expect(read.bytes.length).to.equal(ATTESTATION_BYTES);
      expect(verifyAttestation(read, { net: NET, publicKey: signer.publicKey }, verifier)).to.equal(true);
      expect(verifyAttestation(read, { net: NET + 1, publicKey: signer.publicKey }, verifier)).to.equal(false);
    }
  });

  it('is read as it would be written, or refused, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ minLength: 88, maxLength: 93 }), (given) => {
      const known = given.map((value, at) => (at === 26 ? value & 1 : value));
      for (const one of [given, known]) {
        expect(outcome(() => decodeAttestation(one).bytes)).to.be.oneOf([hexOf(one), 'RecordError']);
      }
    }), { numRuns: 1_000 }));

  it('is good only by the observer that it names', () => {
    const map = mapOf([record('anna', { out: ['ben'] }), record('ben'), record('cleo')]);
    const honest = anAttestation('ben', 'anna');
    const forged = { ...honest, bytes: anAttestation('cleo', 'anna').bytes };
    const verdict = (attestation: Attestation): string => verifyItem(map, { type: 'attestation', attestation }, town);
    expect([honest, forged, anAttestation('dora', 'anna')].map(verdict)).to.deep.equal(['good', 'bad', 'want']);
  });
});

describe('verifyItem', () => {
  it('asks for the record where a header comes without the key', () => {
    const { header } = aRecord('anna', { seq: 2 });
    expect(verifyItem(mapOf([]), { type: 'refresh', header }, town)).to.equal('want');
    expect(verifyItem(mapOf([record('anna')]), { type: 'refresh', header }, town)).to.equal('good');
    const forged = { ...header, bytes: header.bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte)) };
    expect(verifyItem(mapOf([record('anna')]), { type: 'refresh', header: forged }, town)).to.equal('bad');
    const whole = { type: 'record', record: { ...aRecord('anna'), header: forged } } as const;
    expect(verifyItem(mapOf([]), whole, town)).to.equal('bad');
  });
});

describe('the Ed25519 verifier', () => {
  it('takes no signature under a key of small order, and throws at nothing', () => {
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const trivial = Buffer.concat([identity, new Uint8Array(32)]);
    expect(verifier.verify(identity, Buffer.of(1), trivial)).to.equal(false);
    expect(verifier.verify(new Uint8Array(31), Buffer.of(1), trivial)).to.equal(false);
    expect(verifier.verify(signer.publicKey, Buffer.of(1), new Uint8Array(63))).to.equal(false);
    expect(verifier.verify(new Uint8Array(32).fill(7), Buffer.of(1), trivial)).to.equal(false);
  });

  it('is as good with fewer keys in memory than there are', () => {
    const small = ed25519Verifier(1);
    const message = Buffer.of(1, 2, 3);
    for (let round = 0; round < 2; round++) {
      expect(small.verify(signer.publicKey, message, signer.sign(message))).to.equal(true);
      expect(small.verify(new Uint8Array(32).fill(9), message, signer.sign(message))).to.equal(false);
    }
  });
});
