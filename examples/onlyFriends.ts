// A guard of one's own: lets nobody in but the nodes named, and dials nobody else either.
import { idOf, type Guard, type NodeId } from 'millrace';

/** Refuses every node that is not on the list; a node proves who it is before it is asked about. */
export const onlyFriends = (friends: readonly NodeId[]): Guard => {
  const known: ReadonlySet<NodeId> = new Set(friends);
  return ({ command, state }) => {
    if (command.type === 'dial') {
      const id = idOf(command.address);
      return id === undefined || known.has(id) ? undefined : `${id} is no friend`;
    }
    if (command.type !== 'welcome') return undefined;
    const node = state.peers.get(command.peer)?.node;
    return node !== undefined && known.has(node) ? undefined : `refused: ${node ?? command.peer} is no friend`;
  };
};

export const guards = { onlyFriends: onlyFriends((process.env['FRIENDS'] ?? '').split(',')) };
