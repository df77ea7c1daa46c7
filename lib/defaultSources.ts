// Where a node's events come from unless it is told otherwise: itself, its ports, its list of addresses, four clocks.
import { of } from 'rxjs';
import { formatAddress, parseAddress, type Address } from './address.ts';
import type { Env } from './env.ts';
import type { Event } from './event.ts';
import type { Source, Sources } from './source.ts';
import { bootstrapList } from './sources/bootstrapList.ts';
import { listen, type Reception } from './sources/listen.ts';
import { ticks } from './sources/ticks.ts';
import type { Self } from './state.ts';
import type { Transport } from './transport.ts';

/** The monitor idle: a free slot is filled within a second, and a look costs microseconds. */
export const IDLE_EVERY_MS = 1_000;
/** The monitor status: a line a minute in the log is enough to see what happened overnight. */
export const STATUS_EVERY_MS = 60_000;
/** The network discovery: what a node learns reaches the others within a few of these. */
export const DISCOVERY_EVERY_MS = 10_000;
/** The wheel of the heartbeats: how exactly silence is measured, not how often anybody is pinged. */
export const HEARTBEAT_EVERY_MS = 1_000;

export interface SourceParts {
  readonly self: Self;
  readonly listen: readonly Address[];
  readonly peers: readonly Address[];
  readonly transport: Transport;
  readonly reception: Reception;
  readonly env: Env;
}

/** One loop for each address to listen on: `listen`, `listen-2`, ... */
const listeners = ({ listen: addresses, transport, reception }: SourceParts): Sources =>
  Object.fromEntries(
    addresses.map((address, index): [string, Source] => [
      index === 0 ? 'listen' : `listen-${index + 1}`,
      listen(formatAddress(parseAddress(address)), transport, reception),
    ]),
  );

export const defaultSources = (parts: SourceParts): Sources => {
  const { self, peers, env } = parts;
  const started: Event = { type: 'node-started', node: self.node, boot: self.boot };
  return {
    node: of(started),
    ...listeners(parts),
    bootstrap: bootstrapList(peers),
    heartbeat: ticks('heartbeat', HEARTBEAT_EVERY_MS, env.scheduler),
    idle: ticks('idle', IDLE_EVERY_MS, env.scheduler),
    discovery: ticks('discovery', DISCOVERY_EVERY_MS, env.scheduler),
    status: ticks('status', STATUS_EVERY_MS, env.scheduler),
  };
};
