// Which addresses that others have told of a node may go to. Whoever could have it knock anywhere would have it knock at
// its own operator's printer, or with a thousand others at somebody's door.
import { isIP } from 'node:net';
import { endpointOf, hostOf, idOf, type Address, type Endpoint } from './address.ts';
import { isHearsay } from './bookPlaces.ts';
import { rangeOf, type RangeKind } from './addressRange.ts';
import type { State } from './state.ts';

/** Below are the ports of services that people know by name, and that answer to whoever calls. */
export const PORT_MIN = 1_024;

/** Kinds of ranges in which a node can have neighbours; nobody is to be reached in the others. */
const NEIGHBOURLY: ReadonlySet<RangeKind> = new Set<RangeKind>(['loopback', 'private', 'link-local', 'shared']);

const portOf = (endpoint: Endpoint): number => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));

/** Of the machines of one owner some have addresses of one private range and some of another. */
const sameWalls = (kind: RangeKind): RangeKind => (kind === 'shared' ? 'private' : kind);

/** Where a node is itself, by its own addresses and by those that it has dialled. */
export interface Whereabouts {
  readonly kinds: ReadonlySet<RangeKind>;
  readonly lowPort: boolean;
  /** In a recording without names, the hosts that stand for public ones are in a range where there is nobody. */
  readonly pseudonyms: boolean;
}

/** Where `lib/recording/hostRealm.ts` has its public hosts. */
const PSEUDONYMS = '240.0.0.0/4';

export const whereabouts = ({ self, listening, reachable, peers }: State): Whereabouts => {
  const own = [...listening, ...reachable];
  const all = [...own];
  for (const { direction, phase, address } of peers.values()) {
    if (direction === 'out' && phase === 'alive') all.push(address);
  }
  const kinds = all.flatMap((address) => rangeOf(hostOf(address))?.kind ?? []);
  return {
    kinds: new Set(kinds.map(sameWalls)),
    lowPort: own.some((address) => portOf(endpointOf(address)) < PORT_MIN),
    pseudonyms: self.redacted === true,
  };
};

/** Why an address that a stranger has told of is not gone to; undefined: it may be. */
export const strangerRefusal = (address: Address, here: Whereabouts): string | undefined => {
  const [host, endpoint] = [hostOf(address), endpointOf(address)];
  if (isIP(host) === 0) return `${endpoint}, told by others, is a name: only IP addresses are taken from them`;
  const found = rangeOf(host);
  const range = here.pseudonyms && found?.name === PSEUDONYMS ? undefined : found;
  if (range !== undefined && !NEIGHBOURLY.has(range.kind)) {
    return `${endpoint}, told by others, is in the ${range.kind} range ${range.name}, where no node is`;
  }
  if (range !== undefined && !here.kinds.has(sameWalls(range.kind))) {
    const where = `is in the ${range.kind} range ${range.name}`;
    return `${endpoint}, told by others, ${where}, and this node is in none of that kind`;
  }
  if (portOf(endpoint) < PORT_MIN && !here.lowPort) {
    return `${endpoint}, told by others, has port ${portOf(endpoint)}, limit ${PORT_MIN}`;
  }
  return undefined;
};

/** Whether only others say that there is a node: neither the operator, a source of addresses, nor our own dial. */
const isTold = (state: State, address: Address): boolean => {
  const known = state.addresses.get(endpointOf(address));
  if (known !== undefined) return known.named !== true && known.provenAt === undefined && isHearsay(known.source);
  const node = idOf(address);
  return node !== undefined &&
    state.network.survey.versionOf(node)?.record.body.addresses.includes(endpointOf(address)) === true;
};

/** Why an address is not gone to; undefined: it may be. What the operator names always is. */
export const dialRefusal = (state: State, address: Address, here = whereabouts(state)): string | undefined =>
  isTold(state, address) ? strangerRefusal(address, here) : undefined;
