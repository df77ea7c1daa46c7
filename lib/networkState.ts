// What a node believes of the network as a whole: the map, who is up in it, and whether all hold the same one.
import type { PeerId, Supply } from './event.ts';
import { Latest } from './latest.ts';
import type { Agreement, AgreementReport } from './network/agreement.ts';
import { agreement } from './network/agreement.ts';
import { noChanges, type Changes } from './network/changes.ts';
import { hexOf } from './network/fields.ts';
import { digestOf, emptyMap, sweepTimeOf, type NetworkMap } from './network/networkMap.ts';
import { NO_SEQ, type OwnSeq } from './network/ownSeq.ts';
import { NO_PARTITION, type PartitionWatch } from './network/partition.ts';
import type { NetRecord } from './network/record.ts';
import { rulesOf, type Rules } from './network/rules.ts';
import { survey, type Survey } from './network/survey.ts';
import { NOT_WITHHOLDING, type Withholding } from './network/withholding.ts';
import type { NodeId } from './nodeId.ts';
import type { Self } from './state.ts';
import { Table } from './table.ts';

/** A moment at which another node and this one held the same map: where each stood in its own changes. */
export interface Synced {
  readonly theirs: number;
  readonly ours: number;
}

/** What a connected node has said last of where it stands. */
export interface LinkState {
  readonly peer: PeerId;
  readonly node: NodeId;
  readonly report?: AgreementReport;
  /** Of its changes, when it said so. */
  readonly cursor?: number;
  /** When it said so; milliseconds since 1970. */
  readonly reportedAt: number;
  /** Since when its digest is not ours, and neither has changed. */
  readonly differsSince?: number;
  /** The last moment at which both were known to hold the same map, over this connection or one before. */
  readonly synced?: Synced;
  /** What it would have us tell it at once: `news`, unless it has said otherwise; and when it last turned. */
  readonly wants?: Supply;
  readonly turnedAt?: number;
  /** Whether we have asked it to tell us by adverts only. */
  readonly isSpare?: boolean;
}

/** The record of this node itself. */
export interface OwnRecord extends OwnSeq {
  /** The last one that was issued. */
  readonly record?: NetRecord;
  /** One has been asked for and is not there yet. */
  readonly isBeing: boolean;
  /** When the last one was issued. */
  readonly issuedAt?: number;
  /** How many more may be issued now follows from it: lib/pace.ts. */
  readonly paidUntil?: number;
  /** The next must have this `seq` at least: somebody doubts us, or holds a record that is not our last. */
  readonly seqMin?: number;
  /** Another process has this key: nothing is issued any more. */
  readonly isDuplicate: boolean;
}

export interface NetworkState {
  readonly map: NetworkMap;
  /** Of the map, in hex. */
  readonly digest: string;
  readonly survey: Survey;
  readonly agreement: Agreement;
  readonly changes: Changes;
  /** By node: the connection that its entry's last change came by. None for what is our own. */
  readonly origins: Table<PeerId>;
  /** By node: since when it has been in the map. What a node says of its own age counts nothing. */
  readonly since: Table<number>;
  readonly own: OwnRecord;
  /** By connection, both ways. */
  readonly links: Table<LinkState>;
  /** By node, of those that were connected: where to go on when they are again. */
  readonly synced: Table<Synced>;
  readonly withholding: Withholding;
  readonly parting: PartitionWatch;
  /** Nodes whose records claim an edge to this one that is not there, and since when. */
  readonly claims: Table<number>;
}

const NO_RECORD: OwnRecord = { ...NO_SEQ, isBeing: false, isDuplicate: false };

/** Networks that one process has nodes of, at a time. */
const NETWORKS_MAX = 16;
const rules = new Latest<string, Rules>(NETWORKS_MAX);

/** One value for all nodes of a network in this process: what follows from a record under them is shared. */
const rulesFor = (network: string): Rules => {
  const known = rules.get(network) ?? rulesOf(network);
  rules.set(network, known);
  return known;
};

/** Before anything was heard. */
export const noNetwork = ({ node, network, startedAt }: Self): NetworkState => {
  const sweepTime = sweepTimeOf(startedAt);
  const map = emptyMap(rulesFor(network), sweepTime);
  const digest = hexOf(digestOf(map));
  const seen = survey(map, { me: node, sweepTime });
  return {
    map, digest, survey: seen,
    agreement: agreement(undefined, { survey: seen, digest, reports: () => undefined, withheld: [], now: startedAt }),
    changes: noChanges(Math.max(0, Math.floor(startedAt))),
    origins: Table.empty(), since: Table.empty(), own: NO_RECORD, links: Table.empty(), synced: Table.empty(),
    withholding: NOT_WITHHOLDING,
    parting: NO_PARTITION, claims: Table.empty(),
  };
};
