// A node's id as the map writes it: 20 bytes, of which the first 10 name it at the ends of edges.
import { base32, isNodeId, NODE_ID_BYTES, nodeIdOf, type NodeId } from '../nodeId.ts';
import { RecordError } from './recordError.ts';
import { sha256 } from './sha256.ts';

/** The first 10 bytes of a node id: 16 characters. Whoever wants a second id with the same must try 2^80 keys. */
export type EdgeId = string;

export const EDGE_ID_BYTES = 10;
export const EDGE_ID_CHARS = 16;
export const NET_BYTES = 4;
export const PUBLIC_KEY_BYTES = 32;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const VALUES = new Uint8Array(128).fill(255);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** @returns the offset behind what it has written @throws RecordError when a character is not one of base32 */
const writeBase32 = (bytes: Uint8Array, start: number, id: string): number => {
  let [value, bits, at] = [0, 0, start];
  for (let index = 0; index < id.length; index++) {
    const five = VALUES[id.charCodeAt(index)] ?? 255;
    if (five > 31) throw new RecordError(`id ${JSON.stringify(id)}: character ${index} is not one of a-z and 2-7`);
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = value >>> bits;
    }
  }
  return at;
};

/** @throws RecordError when it is not 32 characters of base32 */
export const nodeIdBytes = (id: NodeId): Uint8Array => {
  if (!isNodeId(id)) throw new RecordError(`id ${JSON.stringify(id)}: not a node id`);
  const bytes = new Uint8Array(NODE_ID_BYTES);
  writeBase32(bytes, 0, id);
  return bytes;
};

/** @returns the offset behind it @throws RecordError when it is not 16 characters of base32 */
export const writeEdgeId = (bytes: Uint8Array, at: number, id: EdgeId): number => {
  if (id.length !== EDGE_ID_CHARS) throw new RecordError(`id ${JSON.stringify(id)}: not the first half of a node id`);
  return writeBase32(bytes, at, id);
};

/** @throws RecordError when it is not 16 characters of base32 */
export const edgeIdBytes = (id: EdgeId): Uint8Array => {
  const bytes = new Uint8Array(EDGE_ID_BYTES);
  writeEdgeId(bytes, 0, id);
  return bytes;
};

/** The name of a node at the end of an edge. */
export const edgeIdOf = (id: NodeId): EdgeId => id.slice(0, EDGE_ID_CHARS);

export const nodeIdFromBytes = (bytes: Uint8Array): NodeId => base32(bytes.subarray(0, NODE_ID_BYTES));

/** Base32 orders letters before digits and ASCII digits before letters, so ids are ordered by their bytes. */
export const compareBytes = (one: Uint8Array, two: Uint8Array): number => Buffer.compare(one, two);

/** RFC 8410: what stands before the raw key in the SPKI of every Ed25519 key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A raw Ed25519 key as SPKI DER. */
export const spkiOf = (publicKey: Uint8Array): Uint8Array => Buffer.concat([SPKI_PREFIX, publicKey]);

/** The id of the node that holds a raw Ed25519 key: the id that TLS shows for it. */
export const nodeOfKey = (publicKey: Uint8Array): NodeId => nodeIdOf(spkiOf(publicKey));

/** What stands for a network's name in every head: its nodes' records are no records of another one. */
export const netOf = (network: string): number =>
  Buffer.from(sha256(new TextEncoder().encode(`network ${network}`))).readUInt32BE(0);
