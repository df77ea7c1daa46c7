// The map as scripts read it: `millrace network --format json`, and what the other formats are drawn from.
import type { Address } from '../address.ts';
import { iso } from '../iso.ts';
import type { NodeId } from '../nodeId.ts';
import type { Agreement } from './agreement.ts';
import { hexOf } from './fields.ts';
import { digestOf, type NetworkMap } from './networkMap.ts';
import type { Survey, Verdict } from './survey.ts';

export interface ReportedNode {
  readonly id: NodeId;
  /** What the node calls itself, unchecked: null when nothing. Print it escaped only. */
  readonly label: string | null;
  readonly addresses: readonly Address[];
  readonly verdict: Verdict;
  /** The signed time of its record in milliseconds since 1970, more where its clock had to be passed. */
  readonly seq: number;
  /** It has signed two records at once: until its next one its edges do not count. */
  readonly equivocal: boolean;
}

export interface ReportedEdge {
  readonly tail: NodeId;
  readonly head: NodeId;
  /** The head says that there is no such edge. */
  readonly denied: boolean;
}

export interface NetworkReport {
  /** Of the whole map, in hex: equal on two nodes if and only if their maps are. */
  readonly digest: string;
  readonly at: string;
  /** By id. */
  readonly nodes: readonly ReportedNode[];
  /** By tail, then head. Edges to nodes that are not in the map are left out. */
  readonly edges: readonly ReportedEdge[];
  readonly agreement: {
    /** Every node that is up, but those excluded, is known to have held this very map. */
    readonly proven: boolean;
    /** Since when that is known of this map; null: not yet. */
    readonly since: string | null;
    readonly radius: number;
    /** Of the nodes that are up: 0 to 1. */
    readonly share: number;
    readonly excluded: readonly NodeId[];
    /** More are excluded than can be named: then nothing is proven. */
    readonly manyExcluded: boolean;
  };
}

const by = <T>(...keys: readonly ((item: T) => string)[]) => (one: T, two: T): number => {
  for (const key of keys) {
    const [a, b] = [key(one), key(two)];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
};

const nodesOf = ({ graph, verdicts }: Survey): readonly ReportedNode[] =>
  graph.versions.map(({ record: { header, body } }, at) => ({
    id: header.id,
    label: body.label === '' ? null : body.label,
    addresses: body.addresses,
    verdict: verdicts[at] ?? 'lost',
    seq: header.seq,
    equivocal: graph.equivocal[at] === true,
  })).sort(by(({ id }) => id));

const edgesOf = ({ graph: { ids, heads, denied } }: Survey): readonly ReportedEdge[] =>
  heads.flatMap((ends, tail) => ends.map((head, at) =>
    ({ tail: ids[tail] ?? '', head: ids[head] ?? '', denied: denied[tail]?.[at] === true })))
    .sort(by(({ tail }) => tail, ({ head }) => head));

const agreementOf = (agreement: Agreement | undefined): NetworkReport['agreement'] => {
  const { proven = false, since, radius = 0, share = 0, excluded = [] } = agreement ?? {};
  const many = excluded === 'many';
  return {
    proven, radius, share,
    since: since === undefined ? null : iso(since),
    excluded: many ? [] : excluded, manyExcluded: many,
  };
};

/**
 * What a node knows of the network, for others to read.
 *
 * @param now milliseconds since 1970
 * @example networkReport(map, { survey: survey(map, { me, sweepTime: sweepTimeOf(now) }), agreement, now })
 */
export const networkReport = (
  map: NetworkMap,
  { survey, agreement, now }: { survey: Survey; agreement?: Agreement | undefined; now: number },
): NetworkReport => ({
  digest: hexOf(digestOf(map)),
  at: iso(now),
  nodes: nodesOf(survey),
  edges: edgesOf(survey),
  agreement: agreementOf(agreement),
});
