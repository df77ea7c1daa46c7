// What a node tells: bulletins about its map, as it is at this moment.
import type { PeerId } from '../event.ts';
import { newest, seqOf, type Entry } from '../network/entry.ts';
import { findByEdgeId, namedBy } from '../network/findByEdgeId.ts';
import { edgeIdOf, type EdgeId } from '../network/ids.ts';
import { itemsOf, type Item } from '../network/learn.ts';
import { entryOf, type NetworkMap } from '../network/networkMap.ts';
import type { NetworkState } from '../networkState.ts';
import type { NodeId } from '../nodeId.ts';
import type { Tidings } from '../tidings.ts';
import { blank, encodeBulletin, inBulletins, type Bulletin } from './bulletin.ts';
import type { Relayed } from './casts.ts';
import { itemText } from './itemText.ts';
import { bodyOfWant, NO_BODY, type Advert, type Want } from './keys.ts';

export type Telling = Partial<Omit<Bulletin, 'report' | 'cursor'>>;

/** One message to a connection: where this node stands, and what it would have it do. */
export const bulletinBytes = ({ agreement, changes, links }: NetworkState, peer: PeerId, telling: Telling = {}):
Uint8Array =>
  encodeBulletin({ ...blank(agreement, changes.cursor), lazy: links.get(peer)?.isSpare === true, ...telling });

interface Encoded {
  readonly network: NetworkState;
  readonly isSpare: boolean;
  readonly bytes: Uint8Array;
}

const encoded = new WeakMap<Relayed, readonly Encoded[]>();

/** Of one cast, encoded once for all connections that it goes to: for hundreds, that was most of its cost. */
export const castBytes = (network: NetworkState, peer: PeerId, relayed: Relayed): Uint8Array => {
  const isSpare = network.links.get(peer)?.isSpare === true;
  const now = (encoded.get(relayed) ?? []).filter((one) => one.network === network);
  const known = now.find((one) => one.isSpare === isSpare);
  if (known !== undefined) return known.bytes;
  const bytes = bulletinBytes(network, peer, { items: [relayed.text] });
  encoded.set(relayed, [...now, { network, isSpare, bytes }]);
  return bytes;
};

/** As many messages as it takes; one at least. */
export const bulletinsWith = (network: NetworkState, peer: PeerId, items: readonly string[]): readonly Uint8Array[] =>
  inBulletins(items).map((some) => bulletinBytes(network, peer, { items: some }));

/** All that is said of a node but its record. */
const besides = (entry: Entry): readonly Item[] => itemsOf(entry).filter(({ type }) => type !== 'record');

const headed = (entry: Entry): readonly Item[] =>
  entry.versions.length > 1 ? itemsOf(entry)
    : [{ type: 'refresh', header: newest(entry).record.header }, ...besides(entry)];

const each = (map: NetworkMap, nodes: readonly NodeId[], items: (entry: Entry) => readonly Item[]): readonly Item[] =>
  nodes.flatMap((id) => {
    const entry = entryOf(map, id);
    return entry === undefined ? [] : items(entry);
  });

/** What the map holds of these nodes, as much of it as is news. */
export const itemsFor = (
  { map }: NetworkState, { nodes, headers = [], doubts = [] }: Partial<Tidings> & Pick<Tidings, 'nodes'>,
): readonly string[] =>
  [...each(map, nodes, itemsOf), ...each(map, headers, headed), ...each(map, doubts, besides)].map(itemText);

export const advertsOf = ({ map }: NetworkState, nodes: readonly NodeId[]): readonly Advert[] =>
  nodes.flatMap((id) => {
    const entry = entryOf(map, id);
    return entry === undefined ? [] : [{ id: edgeIdOf(id), seq: seqOf(entry) }];
  });

/** What is asked for of these nodes: where the body of a record is there, its next header may be all. */
export const wantsOf = ({ map }: NetworkState, ids: readonly EdgeId[]): readonly Want[] =>
  ids.map((id) => {
    const entry = findByEdgeId(map, id);
    return { id, body: entry === undefined ? NO_BODY : bodyOfWant(newest(entry).record.header.bodyHash) };
  });

/** What is wanted, as far as it is there. */
export const itemsWanted = ({ map }: NetworkState, wants: readonly Want[]): readonly string[] =>
  wants.flatMap(({ id, body }) => namedBy(map, id).flatMap((entry) =>
    (bodyOfWant(newest(entry).record.header.bodyHash) === body ? headed(entry) : itemsOf(entry)).map(itemText)));
