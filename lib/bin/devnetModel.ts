// What is known of a devnet: its nodes, whether they run, which map each of them holds, and whether all agree on it.
import type { NodeId } from '../nodeId.ts';
import type { Report } from '../status/statusReport.ts';
import type { ChildEvent } from './childNode.ts';

export interface DevnetNode {
  readonly name: string;
  readonly id?: NodeId;
  readonly address?: string;
  /** Where its dashboard is. */
  readonly http?: string;
  readonly pid?: number;
  /** How it ended. */
  readonly ended?: string;
  /** The last thing it said on its standard error. */
  readonly said?: string;
  readonly report?: Report;
}

/** By name, in the order of the names' numbers. */
export type Devnet = ReadonlyMap<string, DevnetNode>;

export const emptyDevnet = (names: readonly string[]): Devnet => new Map(names.map((name) => [name, { name }]));

const changed = (devnet: Devnet, name: string, change: Partial<DevnetNode>): Devnet =>
  new Map(devnet).set(name, { ...(devnet.get(name) ?? { name }), ...change });

export const withEvent = (devnet: Devnet, event: ChildEvent): Devnet => {
  switch (event.type) {
    case 'ready':
      return changed(devnet, event.name, { id: event.id, address: event.address, http: event.http, pid: event.pid });
    case 'said':
      return changed(devnet, event.name, { said: event.line });
    case 'ended':
      return changed(devnet, event.name, { ended: event.how });
  }
};

export const withReports = (devnet: Devnet, reports: ReadonlyMap<string, Report>): Devnet => {
  let all = devnet;
  for (const [name, report] of reports) all = changed(all, name, { report });
  return all;
};

export const running = (devnet: Devnet): readonly DevnetNode[] =>
  [...devnet.values()].filter(({ id, ended }) => id !== undefined && ended === undefined);

/** The digest that all who run have proven to share, of a map with just them in it; undefined: not yet. */
export const agreedOn = (devnet: Devnet): string | undefined => {
  const nodes = running(devnet);
  const digest = nodes[0]?.report?.network.digest;
  const isAgreed = ({ report }: DevnetNode): boolean =>
    report !== undefined && report.network.digest === digest && report.network.nodes === nodes.length &&
    report.network.agreement.proven;
  return nodes.every(isAgreed) ? digest : undefined;
};

export const edges = (devnet: Devnet): number =>
  running(devnet).reduce((sum, { report }) => sum + (report?.outgoing.length ?? 0), 0);

/** Every node runs or has ended, and all that run have proven to hold one map of them. */
export const isConverged = (devnet: Devnet): boolean =>
  [...devnet.values()].every(({ id, ended }) => id !== undefined || ended !== undefined) &&
  agreedOn(devnet) !== undefined;
