// Finds out which of its tails are where they say that they are.
import { filter, pipe } from 'rxjs';
import type { Endpoint } from '../address.ts';
import { prove } from '../command.ts';
import type { EventOf } from '../event.ts';
import { narrowGroupOf } from '../group.ts';
import type { NodeId } from '../nodeId.ts';
import { on, type Decision, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { PeerState, State } from '../state.ts';
import { Table } from '../table.ts';

export interface DialBack {
  /** How long a tail must have been there, in milliseconds: who has just come has enough to do. */
  readonly afterMs: number;
  /** How long between two attempts in one /24, or at one address that is in no group; in milliseconds. */
  readonly everyMs: number;
}

/** More than there are tails in the time; over it, the next ones wait. */
const GROUPS_MAX = 1_024;

/** By group: when one in it was dialled back last. */
type Tried = Table<number>;

type Decided = readonly [Tried, readonly Decision[]];

interface Open {
  readonly node: NodeId;
  readonly endpoint: Endpoint;
  readonly group: string;
}

/** Where a tail has signed that it is, and has not been found yet; undefined: there is nothing to find out. */
const open = ({ network, addresses }: State, { node }: PeerState): Open | undefined => {
  const endpoint = node === undefined ? undefined : network.survey.versionOf(node)?.record.body.addresses[0];
  if (node === undefined || endpoint === undefined || addresses.get(endpoint)?.provenAt !== undefined) return undefined;
  return { node, endpoint, group: narrowGroupOf(endpoint) ?? endpoint };
};

/** Of the tails that have been there for long enough, in groups that were not tried: the one with the least address. */
const least = (state: State, tried: Tried, openedBy: number): Open | undefined => {
  let found: Open | undefined;
  for (const peer of state.peers.values()) {
    const { direction, phase, openedAt = Infinity } = peer;
    if (direction !== 'in' || phase !== 'alive' || openedAt > openedBy) continue;
    const one = open(state, peer);
    if (one === undefined || tried.has(one.group)) continue;
    if (found === undefined || one.endpoint < found.endpoint) found = one;
  }
  return found;
};

/** Without those whose time has come again. */
const stillTried = (before: Tried, now: number, everyMs: number): Tried => {
  let tried = before;
  for (const [group, at] of before) if (now - at >= everyMs) tried = tried.delete(group);
  return tried;
};

/**
 * On ticks of `heartbeat`, one tail at a time: dials the address that the tail has signed, asks for its key, and lets go
 * again. Only addresses at which their owners were found in this way, or by a connection of ours, are dialled for others
 * that ask by `millrace.verify`. Once an hour for a /24 is little enough that nobody can have a stranger flooded.
 *
 * As the dial-back of libp2p's AutoNAT, and the endpoint proof of Ethereum's discovery.
 *
 * @example dialBack({ afterMs: 10_000, everyMs: 3_600_000 })
 */
export const dialBack = ({ afterMs, everyMs }: DialBack): Policy =>
  pipe(
    on('ticked'),
    filter(({ event, state }) => event.timer === 'heartbeat' && state.lifecycle === 'running'),
    remember<Tried, EventOf<'ticked'>>(Table.empty(), (before, { state, now }): Decided => {
      const tried = stillTried(before, now, everyMs);
      if (tried.size >= GROUPS_MAX) return [tried, []];
      const found = least(state, tried, now - afterMs);
      if (found === undefined) return [tried, []];
      const { node, endpoint, group } = found;
      return [tried.set(group, now), [{ command: prove(node, `${node}@${endpoint}`), inputs: { group } }]];
    }),
  );
