// From a configuration to a node: the policies, guards, sources and effects that its numbers ask for.
import { endpointOf, type Address } from '../address.ts';
import type { Config } from '../config/config.ts';
import { controlSource } from '../control/controlSource.ts';
import { storeBook } from '../effects/storeBook.ts';
import { writeReport } from '../effects/writeReport.ts';
import type { Env } from '../env.ts';
import { httpSource } from '../http/httpSource.ts';
import type { HttpView } from '../http/view.ts';
import type { NodeKey } from '../identity/nodeKey.ts';
import { nodeMetrics, type NodeMetrics } from '../metrics/nodeMetrics.ts';
import type { Net } from '../net.ts';
import { ed25519Signer } from '../network/ed25519.ts';
import { node } from '../node.ts';
import type { NodeConfig } from '../nodeConfig.ts';
import type { Sources } from '../source.ts';
import { book } from '../sources/book.ts';
import { bootstrapDns } from '../sources/bootstrapDns.ts';
import { bootstrapFile } from '../sources/bootstrapFile.ts';
import { ticks } from '../sources/ticks.ts';
import { statusReport, type ProcessFigures, type Report } from '../status/statusReport.ts';
import { bookKey } from '../store/bookKey.ts';
import type { DataPaths } from '../store/dataFolder.ts';
import type { Step } from '../step.ts';
import { reserveSeq } from '../store/reserveSeq.ts';
import { tcpTransport } from '../transports/tcp.ts';
import { tlsTransport } from '../transports/tls.ts';
import { dashboardFolder } from './dashboardFolder.ts';
import { mdnsOf } from './mdnsOf.ts';
import { guardsOf, policiesOf } from './partsOf.ts';
import type { UserParts } from './userModules.ts';

/** What a node of this process is made of, beside its configuration. */
export interface Surroundings {
  readonly key: NodeKey;
  readonly paths: DataPaths;
  /** The control socket, and who is told when it is open. */
  readonly control: { readonly path: string; readonly opened: () => void };
  /** Who is told where HTTP is served. */
  readonly http: { readonly opened: (address: Address) => void };
  readonly figures: () => ProcessFigures;
  /** The user's own. */
  readonly parts: UserParts;
  /** Signals, and whatever else tells this process to stop. */
  readonly sources: Sources;
  readonly recording: NodeConfig['recording'];
  /** Takes what the operator should know of damaged files, a line of text. */
  readonly warn: (text: string) => void;
  readonly env: Env;
}

/** What only the process knows of itself, as reports have it. */
interface Place {
  http?: Address;
}

interface Reported {
  readonly place: Place;
  readonly metrics: NodeMetrics;
}

const httpOf = (config: Config, { http: { opened }, env }: Surroundings, view: HttpView, place: Place): Sources => {
  const { http: address, httpHosts: hosts, httpExpose: isExposed, listen } = config;
  if (address === 'off') return {};
  const told = (at: Address): void => {
    place.http = at;
    opened(at);
  };
  const options = { address, isExposed, hosts, dashboard: dashboardFolder(), toListen: listen.length, view };
  return { http: httpSource({ ...options, opened: told }, env) };
};

const sourcesOf = (config: Config, around: Surroundings, net: Net, { place, metrics }: Reported): Sources => {
  const { key, paths, control, figures, sources, env } = around;
  const now = (): number => env.scheduler.now();
  const report = (): Report => statusReport(net.state, now(), figures(), place);
  const { journal } = net;
  const view = { state: () => net.state, report, journal, config, metrics: metrics.registry, keepsBook: true };
  const { peersFile, dns, idleEvery, discoveryEvery, statusEvery } = config;
  return {
    book: book(paths.book, env),
    ...(peersFile === undefined ? {} : { file: bootstrapFile(peersFile, env) }),
    ...Object.fromEntries(dns.map((name, at) => [at === 0 ? 'dns' : `dns-${at + 1}`, bootstrapDns(name, env)])),
    idle: ticks('idle', idleEvery, env.scheduler),
    discovery: ticks('discovery', discoveryEvery, env.scheduler),
    status: ticks('status', statusEvery, env.scheduler),
    ...mdnsOf(config, key.id, net, env),
    control: controlSource({ ...control, view }, env),
    ...httpOf(config, around, view, place),
    ...sources,
  };
};

export interface Measured {
  readonly net: Net;
  /** For the metrics, which see each step. */
  readonly observe: (step: Step) => void;
}

/** Cold, as every node: it begins when its `step$` is subscribed. */
export const nodeOf = (config: Config, around: Surroundings): Measured => {
  const { network, label, listen, announce, peers, transport, report: reporting } = config;
  const { key, paths, parts, figures, recording, warn, env } = around;
  const place: Place = {};
  const look = { state: () => net.state, now: () => env.scheduler.now(), figures, toListen: listen.length };
  const metrics = nodeMetrics(look);
  const net: Net = node({
    id: key.id,
    transport: transport === 'tls' ? tlsTransport({ key }) : tcpTransport(),
    signer: ed25519Signer(key.privateKey),
    reserve: reserveSeq(paths.seq, { env, warn }),
    bookKey: bookKey(paths.bookKey, { now: env.scheduler.now(), warn }),
    network,
    label,
    listen,
    ...(announce.length === 0 ? {} : { announce: announce.map(endpointOf) }),
    peers,
    policies: policiesOf(config, parts),
    guards: guardsOf(config, parts, env),
    sources: (running) => sourcesOf(config, around, running, { place, metrics }),
    effects: {
      storeBook: storeBook(paths.book),
      writeReport: writeReport({ file: reporting.file ?? paths.report, figures, more: () => place }),
    },
    ...(recording === undefined ? {} : { recording }),
    answered: metrics.answered,
    env,
  });
  return { net, observe: metrics.observe };
};
