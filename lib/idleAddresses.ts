// Which of the known addresses nobody is connected to and may be dialled, for whoever chooses among them.
import { dialRefusal, whereabouts, type Whereabouts } from './addressPolicy.ts';
import { endpointOf, type Address, type Endpoint } from './address.ts';
import type { NodeId } from './nodeId.ts';
import { banOn, endpointsInUse, occupied, pending, type AddressState, type State } from './state.ts';

/** With the id in front where the node is known: whoever else is found there is refused. */
export const wholeAddress = ({ endpoint, node }: AddressState): Address =>
  node === undefined ? endpoint : `${node}@${endpoint}`;

/** Where it makes no sense to dial: where we listen, and what we have dialled already. */
const taken = (state: State): ReadonlySet<Endpoint> => {
  const endpoints = new Set([...state.listening, ...(state.self.announce ?? [])].map(endpointOf));
  for (const { direction, address } of state.peers.values()) {
    if (direction === 'out') endpoints.add(endpointOf(address));
  }
  return endpoints;
};

const isLooping = ({ loops }: State, endpoint: Endpoint, now: number): boolean => {
  const broken = loops.size === 0 ? undefined : loops.get(endpoint);
  return broken !== undefined && broken.until > now;
};

/**
 * Whether an address may be dialled now: not in use, in back-off, banned, in a loop, or our own.
 *
 * What connected nodes say they listen on counts only where nobody is known to be: else one who lists the addresses of
 * others in its hello could keep us from them.
 */
export const isIdle = (state: State, now: number): ((address: AddressState) => boolean) => {
  // each is found out when it is first asked for: in a small network all that is known is connected already
  let used: ReadonlySet<Endpoint> | undefined;
  let said: ReadonlySet<Endpoint> | undefined;
  let here: Whereabouts | undefined;
  return ({ endpoint, node, self, nextAttemptAt }) =>
    nextAttemptAt <= now &&
    self !== true &&
    (node === undefined || (node !== state.self.node && !state.peersByNode.has(node))) &&
    !(used ??= taken(state)).has(endpoint) &&
    (node !== undefined || !(said ??= endpointsInUse(state)).has(endpoint)) &&
    !isLooping(state, endpoint, now) &&
    dialRefusal(
      state, node === undefined ? endpoint : `${node}@${endpoint}`, here ??= whereabouts(state),
    ) === undefined &&
    banOn(state, node === undefined ? { address: endpoint } : { node, address: endpoint }, now) === undefined;
};

/** Fewest failures first, then whose turn came longest ago; by name in the end, so that no run depends on a table. */
const byPromise = (a: AddressState, b: AddressState): number =>
  a.attempts - b.attempts || a.nextAttemptAt - b.nextAttemptAt || (a.endpoint < b.endpoint ? -1 : 1);

/** The first of each node: a second address of the same one would only lead to a duplicate. */
const oneOfEach = (sorted: readonly AddressState[]): readonly AddressState[] => {
  const seen = new Set<NodeId>();
  return sorted.filter(({ node }) => {
    if (node === undefined) return true;
    const isFirst = !seen.has(node);
    seen.add(node);
    return isFirst;
  });
};

/** The addresses that may be dialled now, best first: not in use, in back-off, banned, in a loop, or our own. */
export const idleAddresses = (state: State, now: number): readonly AddressState[] =>
  oneOfEach([...state.addresses.values()].filter(isIdle(state, now)).sort(byPromise));

/** How many more may be dialled now, towards `target` and with at most `dialling` under way; 0 or less: none. */
export const roomToDial = (
  state: State,
  { target, dialling }: { readonly target: number; readonly dialling: number },
): number => Math.min(target - occupied(state, 'out'), dialling - pending(state, 'out'));
