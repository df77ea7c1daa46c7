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

/** Where a tail has signed that it is, and has not been found yet. */
const open = ({ network, addresses }: State, { node }: PeerState): readonly Open[] => {
  const [endpoint] = node === undefined ? [] : (network.survey.versionOf(node)?.record.body.addresses ?? []);
  if (node === undefined || endpoint === undefined || addresses.get(endpoint)?.provenAt !== undefined) return [];
  return [{ node, endpoint, group: narrowGroupOf(endpoint) ?? endpoint }];
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
      const tried = [...before].reduce((all, [group, at]) => (now - at >= everyMs ? all.delete(group) : all), before);
      if (tried.size >= GROUPS_MAX) return [tried, []];
      const [found] = [...state.peers.values()]
        .filter(({ direction, phase, openedAt }) =>
          direction === 'in' && phase === 'alive' && now - (openedAt ?? now) >= afterMs)
        .flatMap((peer) => open(state, peer))
        .filter(({ group }) => !tried.has(group))
        .sort((one, two) => (one.endpoint < two.endpoint ? -1 : 1));
      if (found === undefined) return [tried, []];
      const { node, endpoint, group } = found;
      return [tried.set(group, now), [{ command: prove(node, `${node}@${endpoint}`), inputs: { group } }]];
    }),
  );
