// Which route a request is for: its metadata, in `message/x.rsocket.routing.v0`, one tag after the other.
import { protocol, tooBig } from './malformed.ts';
import { ROUTE_BYTES_MAX } from './limits.ts';

/** A program has a handful of routes; past this many they are encoded again rather than kept. */
const ENCODED_MAX = 1_024;
const encoded = new Map<string, Uint8Array>();

/**
 * The metadata that asks for a route: one tag. Kept for the next time, so nobody may change it.
 *
 * @throws FrameError when the route is empty or longer than a tag can be.
 * @example encodeRoute('chat.say') // 08, then 'chat.say'
 * @see rsocket.io/about/protocol and its extension "Routing Metadata"
 */
export const encodeRoute = (route: string): Uint8Array => {
  const known = encoded.get(route);
  if (known !== undefined) return known;
  const tag = new TextEncoder().encode(route);
  if (tag.length === 0) throw protocol('route of 0 bytes, at least 1');
  if (tag.length > ROUTE_BYTES_MAX) throw tooBig('route', tag.length, ROUTE_BYTES_MAX);
  const bytes = new Uint8Array(1 + tag.length);
  bytes[0] = tag.length;
  bytes.set(tag, 1);
  if (encoded.size < ENCODED_MAX) encoded.set(route, bytes);
  return bytes;
};

/** A route is compared byte for byte, so a byte order mark stays. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The route a request is for: the first tag. Those that follow are somebody else's, but have to be whole.
 *
 * @throws FrameError with reason `protocol` when there is none, or the tags are malformed.
 */
export const decodeRoute = (metadata: Uint8Array | undefined): string => {
  if (metadata === undefined || metadata.length === 0) throw protocol('request without a route');
  const count = metadata[0] ?? 0;
  if (count === 0) throw protocol('route of 0 bytes, at least 1');
  for (let at = 0; at < metadata.length;) {
    const next = at + 1 + (metadata[at] ?? 0);
    if (next > metadata.length) throw protocol(`routing tag ends at byte ${next} of ${metadata.length}`);
    at = next;
  }
  try {
    return utf8.decode(metadata.subarray(1, 1 + count));
  } catch (cause) {
    throw protocol('route that is not UTF-8', { cause });
  }
};
