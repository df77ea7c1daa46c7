// The question of `millrace.get`: which nodes' entries are wanted. `n 2, n × 10`.
import { base32 } from '../nodeId.ts';
import { concat, uint } from '../network/fields.ts';
import { EDGE_ID_BYTES, edgeIdBytes, type EdgeId } from '../network/ids.ts';
import { Reader } from '../network/reader.ts';

/** What is asked for at once: records of that many nodes fit into one bulletin. */
export const IDS_MAX = 128;

export const encodeIds = (ids: readonly EdgeId[]): Uint8Array =>
  concat([uint(ids.length, 2, 'ids'), ...ids.map(edgeIdBytes)]);

/** @throws RecordError and only that */
export const decodeIds = (bytes: Uint8Array): readonly EdgeId[] => {
  const reader = new Reader('ids', bytes);
  const count = reader.uint(2);
  if (count > IDS_MAX) reader.refuse(`${count} ids, limit ${IDS_MAX}`);
  const ids = Array.from({ length: count }, () => base32(reader.take(EDGE_ID_BYTES)));
  reader.end();
  return ids;
};
