// The entry at the end of an edge, and whatever goes by that name.
import { seqOf, type Entry } from './entry.ts';
import { hexOf } from './fields.ts';
import { edgeIdBytes, type EdgeId } from './ids.ts';
import type { NetworkMap } from './networkMap.ts';

/** Of two nodes whose ids begin alike, the one with the lesser id: a rule, so that all see the same edge. */
export const findByEdgeId = ({ entries }: NetworkMap, id: EdgeId): Entry | undefined => {
  const [first] = entries.under(hexOf(edgeIdBytes(id)));
  return first;
};

/** All entries of a name: what `get` answers with. More than one only where somebody has spent 2^40 keys on it. */
export const namedBy = ({ entries }: NetworkMap, id: EdgeId): readonly Entry[] =>
  [...entries.under(hexOf(edgeIdBytes(id)))];

/** Whether the map has something earlier than that of the node, or nothing. */
export const isMissing = (map: NetworkMap, { id, seq }: { readonly id: EdgeId; readonly seq: number }): boolean =>
  namedBy(map, id).every((entry) => seqOf(entry) < seq);
