// The monitor idle: looks at the addresses that nobody is connected to, and dials the best of them.
import { pipe } from 'rxjs';
import { endpointOf, type Address, type Endpoint } from '../address.ts';
import { dial } from '../command.ts';
import type { NodeId } from '../nodeId.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { banOn, endpointsInUse, occupied, pending, type AddressState, type State } from '../state.ts';

/** With the id in front where the node is known: whoever else is found there is refused. */
const whole = ({ endpoint, node }: AddressState): Address =>
  node === undefined ? endpoint : `${node}@${endpoint}`;

/** Where it makes no sense to dial: where we listen, and what we have dialled already. */
const taken = (state: State): ReadonlySet<Endpoint> => {
  const endpoints = new Set(state.listening.map(endpointOf));
  for (const { direction, address } of state.peers.values()) {
    if (direction === 'out') endpoints.add(endpointOf(address));
  }
  return endpoints;
};

/**
 * What connected nodes say they listen on counts only where nobody is known to be: else one who lists the addresses of
 * others in its hello could keep us from them.
 */
const isIdle = (state: State, now: number): ((address: AddressState) => boolean) => {
  const [used, said] = [taken(state), endpointsInUse(state)];
  return ({ endpoint, node, self, nextAttemptAt }) =>
    nextAttemptAt <= now &&
    self !== true &&
    !used.has(endpoint) &&
    (node === undefined ? !said.has(endpoint) : node !== state.self.node && !state.peersByNode.has(node)) &&
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

const idle = (state: State, now: number): readonly AddressState[] =>
  oneOfEach([...state.addresses.values()].filter(isIdle(state, now)).sort(byPromise));

/**
 * Dials on every tick of `idle` while there are fewer outgoing connections than wanted, alive or on their way. Skips
 * what is in use, in back-off, banned, or this node itself, and every node that a connection stands to already, in
 * either direction: an edge each way is nothing to seek.
 *
 * @param numbers `target`: outgoing connections wanted; `dialling`: how many attempts may be under way at once, so
 *   that a book of dead addresses costs a few sockets, not all of them
 * @example dialIdle({ target: 8, dialling: 4 })
 */
export const dialIdle = ({ target, dialling }: { readonly target: number; readonly dialling: number }): Policy =>
  pipe(
    on('ticked'),
    issue(({ event, state, now }): readonly Decision[] => {
      if (event.timer !== 'idle' || state.lifecycle !== 'running') return [];
      const outgoing = occupied(state, 'out');
      const room = Math.min(target - outgoing, dialling - pending(state, 'out'));
      if (room <= 0) return [];
      const found = idle(state, now);
      const inputs = { outgoing, target, dialling: pending(state, 'out'), candidates: found.length };
      return found.slice(0, room).map((address) => ({ command: dial(whole(address)), inputs }));
    }),
  );
