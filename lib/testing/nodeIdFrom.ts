// Node ids for tests: valid, always the same for a name, and still legible.
import { nodeIdOf, type NodeId } from '../nodeId.ts';

/** The letters of a name that an id can show; displays show the first eight. */
const SHOWN_MAX = 8;
const LENGTH = 32;

/**
 * A node id that begins with its name, as far as its letters can stand in one.
 *
 * @example nodeIdFrom('alice') // 'alice' and 27 more characters
 */
export const nodeIdFrom = (name: string): NodeId => {
  const shown = name.toLowerCase().replace(/[^a-z2-7]/g, '').slice(0, SHOWN_MAX);
  return (shown + nodeIdOf(new TextEncoder().encode(name))).slice(0, LENGTH);
};
