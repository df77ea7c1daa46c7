// Nodes with records for specs of the network map: signed by a keyed hash, the same for a name every time.
import { signAttestation, type Attestation, type Doubt } from '../../lib/network/attestation.ts';
import { edgeIdOf, netOf, nodeOfKey, type EdgeId } from '../../lib/network/ids.ts';
import { keyedHash } from '../../lib/network/keyedHash.ts';
import { learn, type Item } from '../../lib/network/learn.ts';
import { emptyMap, type NetworkMap } from '../../lib/network/networkMap.ts';
import { signRecord, type NetRecord, type Said } from '../../lib/network/record.ts';
import { rulesOf, type Rules } from '../../lib/network/rules.ts';
import type { NodeId } from '../../lib/nodeId.ts';

export const TOWN = 'town';
export const NET = netOf(TOWN);
export const town = keyedHash('a town');

/** Roomy, so that nothing is lost unless a spec wants it. */
export const TOWN_RULES = rulesOf(TOWN);

const ids = new Map<string, NodeId>();

export const idOf = (name: string): NodeId => {
  const id = ids.get(name) ?? nodeOfKey(town.signer(name).publicKey);
  ids.set(name, id);
  return id;
};

export interface Sketch extends Omit<Said, 'out' | 'denied'> {
  readonly seq?: number;
  readonly ttlMs?: number;
  /** Names. */
  readonly out?: readonly string[];
  readonly denied?: readonly string[];
}

const edgeIds = (names: readonly string[]): readonly EdgeId[] => names.map((name) => edgeIdOf(idOf(name)));

const signed = (name: string, { seq = 1, ttlMs, out = [], denied = [], ...said }: Sketch): NetRecord =>
  signRecord(
    { label: name, ...said, out: edgeIds(out), denied: edgeIds(denied) },
    ttlMs === undefined ? { net: NET, seq } : { net: NET, seq, ttlMs },
    town.signer(name),
  );

/** Properties make the same few records again and again, and signing is what takes time. */
const records = new Map<string, NetRecord>();

export const aRecord = (name: string, sketch: Sketch = {}): NetRecord => {
  const key = JSON.stringify([name, sketch]);
  const made = records.get(key) ?? signed(name, sketch);
  records.set(key, made);
  return made;
};

export const anAttestation = (
  observer: string, subject: string, seq = 1, doubt: Doubt = 'silent',
): Attestation => signAttestation({ net: NET, subject: idOf(subject), seq, doubt }, town.signer(observer));

export const record = (name: string, sketch?: Sketch): Item => ({ type: 'record', record: aRecord(name, sketch) });

export const doubt = (observer: string, subject: string, seq?: number): Item =>
  ({ type: 'attestation', attestation: anAttestation(observer, subject, seq) });

/** The map of one who has heard these things in this order. */
export const mapOf = (items: readonly Item[], rules: Rules = TOWN_RULES, sweepTime?: number): NetworkMap =>
  items.reduce((map, item) => learn(map, item).map, emptyMap(rules, sweepTime));

/** A map of edges, `{ tail: [heads] }`, and doubts, `{ subject: [observers] }`. */
export const townOf = (
  edges: Readonly<Record<string, readonly string[]>>,
  doubts: Readonly<Record<string, readonly string[]>> = {},
): NetworkMap => mapOf([
  ...Object.entries(edges).map(([name, out]) => record(name, { out })),
  ...Object.entries(doubts).flatMap(([subject, observers]) => observers.map((one) => doubt(one, subject))),
]);
