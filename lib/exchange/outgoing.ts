// What a node tells: bulletins about its map, as it is at this moment.
import type { PeerId } from '../event.ts';
import { itemsOf } from '../network/learn.ts';
import { entryOf } from '../network/networkMap.ts';
import type { NetworkState } from '../networkState.ts';
import type { NodeId } from '../nodeId.ts';
import { encodeBulletin, inBulletins } from './bulletin.ts';
import type { Relayed } from './casts.ts';
import { itemText } from './itemText.ts';

export const reportBytes = (network: NetworkState, items: readonly string[] = []): Uint8Array =>
  encodeBulletin({ report: network.agreement, cursor: network.changes.cursor, items });

const encoded = new WeakMap<Relayed, { readonly network: NetworkState; readonly bytes: Uint8Array }>();

/** Of one cast, encoded once for all connections that it goes to: for hundreds, that was most of its cost. */
export const castBytes = (network: NetworkState, relayed: Relayed): Uint8Array => {
  const known = encoded.get(relayed);
  if (known?.network === network) return known.bytes;
  const bytes = reportBytes(network, [relayed.text]);
  encoded.set(relayed, { network, bytes });
  return bytes;
};

/** All that the map holds of these nodes. */
export const itemsFor = ({ map }: NetworkState, nodes: readonly NodeId[]): readonly string[] =>
  nodes.flatMap((id) => {
    const entry = entryOf(map, id);
    return entry === undefined ? [] : itemsOf(entry).map(itemText);
  });

/** The nodes whose last change did not come from there. */
export const notFrom = ({ origins }: NetworkState, peer: PeerId, nodes: readonly NodeId[]): readonly NodeId[] =>
  nodes.filter((id) => origins.get(id) !== peer);

/** As many messages as it takes; one at least. */
export const bulletinsFor = (network: NetworkState, nodes: readonly NodeId[]): readonly Uint8Array[] =>
  inBulletins(itemsFor(network, nodes)).map((items) => reportBytes(network, items));
