// One version of a node's record, with the doubts about it and the proof, if there is one, that it has a twin.
import { compareBytes } from './ids.ts';
import type { Attestation } from './attestation.ts';
import type { Header } from './header.ts';
import type { Place } from './place.ts';
import type { NetRecord } from './record.ts';

export interface Version {
  readonly place: Place;
  readonly record: NetRecord;
  /** Of the same `seq` with a lesser hash: the node has said two things at once, and its edges do not count. */
  readonly rival?: Header;
  /** About exactly this record, by heads that it has an edge to, one each, in the order of their ids: 16 at most. */
  readonly attestations: readonly Attestation[];
}

/** By `seq`, then by hash: a chain, which is what makes the join of versions one. */
export const compareHeaders = (one: Header, two: Header): number =>
  one.seq - two.seq || (one.hash < two.hash ? -1 : one.hash > two.hash ? 1 : 0);

/** Whether an attestation can be about this version: a function of the version alone, so that maps cannot differ. */
export const concerns = ({ record: { header, body } }: Version, { subject, seq, observer }: Attestation): boolean =>
  header.seq === seq && header.id.startsWith(subject) && body.out.includes(observer);

/** Of two by one observer the lesser: any rule would do, as long as it is one. */
const union = (one: readonly Attestation[], two: readonly Attestation[]): readonly Attestation[] => {
  if (two.length === 0 || one === two) return one;
  if (one.length === 0) return two;
  const all = [...one, ...two].sort((a, b) => compareBytes(order(a), order(b)));
  return all.filter(({ observer }, at) => observer !== all[at - 1]?.observer);
};

/** Observer, kind, signature. */
const order = ({ bytes }: Attestation): Uint8Array => bytes.subarray(16);

/** The greatest of these of the same `seq` that is not the record itself. */
const rivalOf = ({ header }: NetRecord, others: readonly (Header | undefined)[]): Header | undefined =>
  others
    .filter((other) => other?.seq === header.seq && other.hash !== header.hash)
    .sort((one, two) => (one === undefined || two === undefined ? 0 : compareHeaders(two, one)))[0];

const versionOf = (version: Version, rival: Header | undefined, attestations: Version['attestations']): Version =>
  rival === undefined
    ? { place: version.place, record: version.record, attestations }
    : { place: version.place, record: version.record, attestations, rival };

/**
 * The least version that knows all that either knows: the higher (seq, hash) wins whole, attestations of equal ones
 * are united, and of the hashes of one `seq` the two highest are kept. A lexicographic product of a chain and a
 * semilattice, beside a chain and its two highest: idempotent, commutative and associative.
 */
export const joinVersions = (one: Version, two: Version): Version => {
  const order = compareHeaders(one.record.header, two.record.header);
  const [high, low] = order < 0 ? [two, one] : [one, two];
  const rival = rivalOf(high.record, [high.rival, low.rival, low.record.header]);
  const attestations = order === 0 ? union(high.attestations, low.attestations) : high.attestations;
  if (rival?.hash === high.rival?.hash && same(attestations, high.attestations)) return high;
  return versionOf(high, rival, attestations);
};

const same = (one: readonly Attestation[], two: readonly Attestation[]): boolean =>
  one.length === two.length && one.every((attestation, at) => attestation === two[at]);

/** Whether two say the same, as far as the digest is concerned: who doubts counts, in which words does not. */
export const sameVersion = (one: Version, two: Version): boolean =>
  one === two || (
    one.record.header.hash === two.record.header.hash && one.record.header.seq === two.record.header.seq &&
    one.rival?.hash === two.rival?.hash && one.attestations.length === two.attestations.length &&
    one.attestations.every(({ observer }, at) => observer === two.attestations[at]?.observer)
  );
