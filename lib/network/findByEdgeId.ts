// The entry at the end of an edge, and whatever goes by that name.
import { Latest } from '../latest.ts';
import { seqOf, type Entry } from './entry.ts';
import { hexOf } from './fields.ts';
import { edgeIdBytes, type EdgeId } from './ids.ts';
import type { NetworkMap } from './networkMap.ts';

/** As many as a map has nodes. */
const PREFIXES_MAX = 16_384;
const prefixes = new Latest<EdgeId, string>(PREFIXES_MAX);

/** How the keys of its entries begin: asked for with every advert, and computed once for each name. */
const prefixOf = (id: EdgeId): string => {
  const known = prefixes.get(id);
  if (known !== undefined) return known;
  const prefix = hexOf(edgeIdBytes(id));
  prefixes.set(id, prefix);
  return prefix;
};

/** Of two nodes whose ids begin alike, the one with the lesser id: a rule, so that all see the same edge. */
export const findByEdgeId = ({ entries }: NetworkMap, id: EdgeId): Entry | undefined => {
  const [first] = entries.under(prefixOf(id));
  return first;
};

/** All entries of a name: what `get` answers with. More than one only where somebody has spent 2^40 keys on it. */
export const namedBy = ({ entries }: NetworkMap, id: EdgeId): readonly Entry[] =>
  [...entries.under(prefixOf(id))];

/** Whether the map has something earlier than that of the node, or nothing. */
export const isMissing = (map: NetworkMap, { id, seq }: { readonly id: EdgeId; readonly seq: number }): boolean =>
  namedBy(map, id).every((entry) => seqOf(entry) < seq);
