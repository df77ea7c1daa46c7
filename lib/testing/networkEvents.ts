// Builders for what is said of the network as a whole, and for signed records of nodes that exist in tests only.
import type { Address } from '../address.ts';
import type { Event, EventOf, LinkReport, NetworkNews, PeerId, VerifyOutcome } from '../event.ts';
import { itemText } from '../exchange/itemText.ts';
import { signAttestation } from '../network/attestation.ts';
import { edgeIdOf, netOf, nodeOfKey } from '../network/ids.ts';
import { keyedHash } from '../network/keyedHash.ts';
import { signRecord, type Said } from '../network/record.ts';
import type { NodeId } from '../nodeId.ts';

const signers = keyedHash('millrace tests');
/** The network of `aSelf`. */
const NET = netOf('test');

/** The id of the node of a name: that of its key, and always the same. */
export const signedBy = (name: string): NodeId => nodeOfKey(signers.signer(name).publicKey);

/**
 * A record of the node of a name, as it stands in events.
 *
 * @param more `out`: ids of its heads; `seq`: 1 unless told
 * @example itemsHeard('out-1', [recordOf('anna', { out: [signedBy('bert')] })])
 */
export const recordOf = (
  name: string,
  { seq = 1, out = [], ...said }: Omit<Said, 'out'> & { readonly seq?: number; readonly out?: readonly NodeId[] } = {},
): string => {
  const whole = { label: name, ...said, out: out.map(edgeIdOf) };
  return itemText({ type: 'record', record: signRecord(whole, { net: NET, seq }, signers.signer(name)) });
};

/** What the node of a name says of another that it cannot reach. */
export const doubtOf = (name: string, subject: NodeId, seq = 1): string => {
  const about = { net: NET, subject, seq, doubt: 'silent' as const };
  return itemText({ type: 'attestation', attestation: signAttestation(about, signers.signer(name)) });
};

export const recordIssued = (record: string): Event => ({ type: 'record-issued', record });

export const attestationIssued = (node: NodeId, attestation: string): Event =>
  ({ type: 'attestation-issued', node, attestation });

export const itemsHeard = (peer: PeerId, items: readonly string[]): Event => ({ type: 'items-heard', peer, items });

export const itemsRefused = (peer: PeerId, count = 1, error = 'record with a wrong signature'): Event =>
  ({ type: 'items-refused', peer, error, count });

/** @param more `digest`: 64 zeros unless told; `radius`, `excluded`, and what is said besides */
export const reported = (peer: PeerId, more: Partial<LinkReport> = {}): Event =>
  ({ type: 'links-reported', reports: [{ peer, digest: '0'.repeat(64), radius: 0, excluded: [], ...more }] });

export const reconciled = (peer: PeerId, found: { readonly fetched?: number; readonly given?: number } = {}): Event =>
  ({ type: 'link-reconciled', peer, fetched: 0, given: 0, ...found });

export const exchangeFailed = (peer: PeerId, route = 'millrace.beat', error = 'no answer in 2500 ms'): Event =>
  ({ type: 'exchange-failed', peer, route, error });

/** @param more `answers`: false unless told; `address`, `seq`, `error` */
export const tested = (node: NodeId, more: Partial<Omit<EventOf<'node-tested'>, 'type' | 'node'>> = {}): Event =>
  ({ type: 'node-tested', node, address: `${node}@10.0.0.9:7000`, seq: 1, answers: false, ...more });

/** What a head says of a third node; `reachable` unless told. */
export const verifiedBy = (peer: PeerId, node: NodeId, outcome: VerifyOutcome = 'reachable'): Event =>
  ({ type: 'node-verified', peer, node, outcome });

/** @param holds whether the node was found there */
export const proved = (node: NodeId, address: Address, holds = true): Event =>
  ({ type: 'address-proved', node, address, holds });

export const proven = (nodes = 2, digest = '0'.repeat(64)): NetworkNews =>
  ({ type: 'agreement-proven', digest, nodes });

export const unproven = (digest = '0'.repeat(64)): NetworkNews => ({ type: 'agreement-lost', digest });

export const parted = (missing: readonly NodeId[]): NetworkNews =>
  ({ type: 'network-parted', side: 'majority', missing });

export const healed = (afterMs = 60_000): NetworkNews => ({ type: 'network-healed', afterMs });

export const duplicated = (node: NodeId, times = 3): NetworkNews => ({ type: 'identity-duplicated', node, times });
