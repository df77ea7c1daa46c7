// Addresses in flooded data: IP literals only, since a name would be resolved by everybody, to whatever its owner says.
import { isIPv4, isIPv6 } from 'node:net';
import { formatAddress, parseAddress, type Endpoint } from '../address.ts';
import { isWildcard } from '../ranges.ts';
import { concat, hexOf, uint } from './fields.ts';
import { RecordError } from './recordError.ts';
import type { Reader } from './reader.ts';

const V4 = 4;
const V6 = 6;
const V4_BYTES = 4;
const V6_BYTES = 16;
const PORT_BYTES = 2;
/** RFC 4291 section 2.5.5.2: such a literal is another spelling of an IPv4 address, and one spelling is enough. */
const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

const wordsOf = (part: string): readonly number[] =>
  part === '' ? [] : part.split(':').map((word) => parseInt(word, 16));

const v6Bytes = (host: string): Uint8Array => {
  const [head = '', tail] = host.split('::');
  const [before, after] = [wordsOf(head), wordsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const words = [...before, ...new Array<number>(zeros).fill(0), ...after];
  return Uint8Array.from(words.flatMap((word) => [word >>> 8, word & 255]));
};

/** The 4 or 16 bytes of a canonical IP literal. @throws RecordError for what is no literal, or one with a zone */
export const ipBytes = (host: string): Uint8Array => {
  if (isIPv4(host)) return Uint8Array.from(host.split('.').map(Number));
  if (isIPv6(host) && !host.includes('%')) return v6Bytes(host);
  throw new RecordError(`address ${JSON.stringify(host)}: not an IP literal that others can reach`);
};

/** Family, address, port. @throws RecordError; AddressError when it is no address at all */
export const endpointBytes = (endpoint: Endpoint): Uint8Array => {
  const { host, port } = parseAddress(endpoint);
  const why = unreachable(host, port);
  if (why !== undefined) throw new RecordError(`address ${endpoint}: ${why}`);
  const bytes = ipBytes(host);
  return concat([Uint8Array.of(bytes.length === V4_BYTES ? V4 : V6), bytes, uint(port, PORT_BYTES, 'port')]);
};

export const readEndpoint = (reader: Reader): Endpoint => {
  const family = reader.uint(1);
  if (family !== V4 && family !== V6) return reader.refuse(`address family ${family}, must be 4 or 6`);
  const bytes = reader.take(family === V4 ? V4_BYTES : V6_BYTES);
  const host = family === V4 ? bytes.join('.') : v6Text(reader, bytes);
  const port = reader.uint(PORT_BYTES);
  const why = unreachable(host, port);
  return why === undefined ? formatAddress({ host, port }) : reader.refuse(`address ${host} port ${port}: ${why}`);
};

const v6Text = (reader: Reader, bytes: Uint8Array): string => {
  if (Buffer.compare(bytes.subarray(0, MAPPED.length), MAPPED) === 0) {
    return reader.refuse('an IPv4 address written as IPv6');
  }
  const words = hexOf(bytes).match(/.{4}/g) ?? [];
  return new URL(`http://[${words.join(':')}]`).hostname.slice(1, -1); // RFC 5952, as lib/address.ts has it
};

const unreachable = (host: string, port: number): string | undefined => {
  if (port === 0) return 'port 0 is nowhere';
  return isWildcard(host) ? 'stands for all of a machine\'s addresses, and can be dialled by nobody' : undefined;
};
