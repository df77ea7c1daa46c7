// What is known of a devnet: its nodes, whether they run, whom each of them knows, and whether that is everybody.
import { endpointOf, idOf } from '../address.ts';
import type { NodeId } from '../nodeId.ts';
import type { Report } from '../status/statusReport.ts';
import type { ChildEvent } from './childNode.ts';

export interface DevnetNode {
  readonly name: string;
  readonly id?: NodeId;
  readonly address?: string;
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
      return changed(devnet, event.name, { id: event.id, address: event.address, pid: event.pid });
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

/** Whom a node knows, by id and by address: connected, being tried, or heard of. */
const known = ({ incoming, outgoing, attempting, idle }: Report): ReadonlySet<string> => {
  const all = new Set<string>();
  for (const { id, address } of [...incoming, ...outgoing]) {
    if (id !== null) all.add(id);
    all.add(endpointOf(address));
  }
  for (const { address } of attempting) all.add(idOf(address) ?? endpointOf(address)).add(endpointOf(address));
  for (const { id, address } of idle) all.add(id ?? address).add(address);
  return all;
};

/** How many of the other running nodes it knows. */
export const knows = (devnet: Devnet, node: DevnetNode): number => {
  if (node.report === undefined) return 0;
  const all = known(node.report);
  const others = running(devnet).filter(({ name }) => name !== node.name);
  return others.filter(({ id = '', address = '' }) => all.has(id) || all.has(address)).length;
};

export const edges = (devnet: Devnet): number =>
  running(devnet).reduce((sum, { report }) => sum + (report?.outgoing.length ?? 0), 0);

/** Every node runs or has ended, and each that runs has an edge and knows all others that run. */
export const isConverged = (devnet: Devnet): boolean => {
  const nodes = running(devnet);
  const begun = [...devnet.values()].every(({ id, ended }) => id !== undefined || ended !== undefined);
  const isConnected = ({ report }: DevnetNode): boolean =>
    nodes.length === 1 || (report !== undefined && report.outgoing.length + report.incoming.length > 0);
  return (
    begun && nodes.length > 0 && nodes.every((node) => isConnected(node) && knows(devnet, node) === nodes.length - 1)
  );
};
