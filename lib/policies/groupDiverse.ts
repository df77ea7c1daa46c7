// The monitor idle of an open network: dials where it has nobody yet, so that no owner of addresses can surround it.
import { pipe } from 'rxjs';
import { dial } from '../command.ts';
import { groupOf } from '../group.ts';
import { idleAddresses, roomToDial, wholeAddress } from '../idleAddresses.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { inGroup, occupied, type AddressState, type State } from '../state.ts';

export interface GroupDiverse {
  /** Outgoing connections wanted, and how many attempts may be under way at once. */
  readonly target: number;
  readonly dialling: number;
  /** Outgoing connections to one address group, the most. */
  readonly perGroup: number;
}

/** One after the other, each from the group that has fewest by then; addresses in no group are as good as new ones. */
const spread = (
  state: State,
  found: readonly AddressState[],
  room: number,
  perGroup: number,
): readonly AddressState[] => {
  const chosen: AddressState[] = [];
  const more = new Map<string, number>();
  const taken = ({ endpoint }: AddressState): number =>
    inGroup(state, 'out', endpoint) + (more.get(groupOf(endpoint) ?? '') ?? 0);
  let left = found.map((address, rank) => ({ address, rank }));
  while (chosen.length < room) {
    const [best] = left
      .filter(({ address }) => taken(address) < perGroup)
      .sort((a, b) => taken(a.address) - taken(b.address) || a.rank - b.rank);
    if (best === undefined) break;
    chosen.push(best.address);
    left = left.filter(({ rank }) => rank !== best.rank);
    const group = groupOf(best.address.endpoint);
    if (group !== undefined) more.set(group, (more.get(group) ?? 0) + 1);
  }
  return chosen;
};

/**
 * Dials on every tick of `idle` while there are fewer outgoing connections than wanted, as `dialIdle` does, but first
 * where there is no outgoing connection in the address group yet (a /16 of IPv4, a /32 of IPv6), and never more than
 * `perGroup` to one. Private addresses and names are in no group. In place of `dialIdle`, not beside it.
 *
 * Bitcoin Core's rule for its outgoing connections, after Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer
 * Network", USENIX Security 2015.
 *
 * @example groupDiverse({ target: 8, dialling: 4, perGroup: 1 })
 */
export const groupDiverse = ({ target, dialling, perGroup }: GroupDiverse): Policy =>
  pipe(
    on('ticked'),
    issue(({ event, state, now }): readonly Decision[] => {
      if (event.timer !== 'idle' || state.lifecycle !== 'running') return [];
      const outgoing = occupied(state, 'out');
      const room = roomToDial(state, { target, dialling });
      if (room <= 0) return [];
      const found = idleAddresses(state, now);
      const inputs = { outgoing, target, candidates: found.length, perGroup };
      return spread(state, found, room, perGroup).map((address) => ({
        command: dial(wholeAddress(address)),
        inputs: { ...inputs, inGroup: inGroup(state, 'out', address.endpoint) },
      }));
    }),
  );
