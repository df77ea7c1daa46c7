// Whether all nodes hold one map, in a sentence.
import type { NetworkView } from '../../status/networkView.ts';
import { counted } from '../../status/inWords.ts';
import { clockTime } from './clockTime.ts';
import { nameOf, shortId } from './nodeWords.ts';

export interface Agreed {
  /** `good`: proven. `pending`: on the way. `bad`: the network has come apart. */
  readonly mood: 'good' | 'pending' | 'bad';
  readonly text: string;
}

const NAMED_MAX = 3;

const listed = (names: readonly string[]): string =>
  names.length <= 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const few = (names: readonly string[]): string =>
  names.length <= NAMED_MAX ? listed(names)
    : listed([...names.slice(0, NAMED_MAX), `${names.length - NAMED_MAX} more`]);

const named = ({ nodes, gone }: NetworkView, ids: readonly string[]): readonly string[] => {
  const known = new Map([...nodes, ...gone].map((node) => [node.id, node]));
  return ids.map((id) => nameOf(known.get(id) ?? { id, label: shortId(id) }));
};

const apart = ({ nodes, partition }: NetworkView, now: number): Agreed | undefined => {
  if (partition === null) return undefined;
  const { since, before } = partition;
  const text = `the network has come apart: ${nodes.length} of ${before} here since ${clockTime(since, now)}`;
  return { mood: 'bad', text };
};

const allOf = (count: number): string => (count === 2 ? 'both nodes agree' : `all ${count} nodes agree`);

const proven = (network: NetworkView, up: number, now: number): Agreed => {
  const { since, excluded } = network.agreement;
  const when = since === null ? '' : ` since ${clockTime(since, now)}`;
  if (excluded.length === 0) return { mood: 'good', text: `${allOf(up)}${when}` };
  return { mood: 'pending', text: `all ${up} nodes agree${when}, except ${few(named(network, excluded))}` };
};

/**
 * @param now milliseconds since 1970
 * @example agreementWords(network, now).text // 'all 42 nodes agree since 14:02:11'
 */
export const agreementWords = (network: NetworkView, now: number): Agreed => {
  const parted = apart(network, now);
  if (parted !== undefined) return parted;
  const { nodes, agreement: { proven: isProven, share, manyExcluded } } = network;
  const suspects = nodes.filter(({ verdict }) => verdict === 'suspect');
  const up = nodes.length - suspects.length;
  if (nodes.length <= 1) return { mood: 'pending', text: 'this node is alone: it knows of no other' };
  if (isProven) return proven(network, up, now);
  const known = `${Math.min(up, Math.round(share * up))} of ${up} known to agree`;
  if (manyExcluded) return { mood: 'pending', text: `${known}: too many are left out to prove more` };
  if (suspects.length === 0) return { mood: 'pending', text: known };
  const [are, whom] = [suspects.length === 1 ? 'is' : 'are', few(suspects.map(nameOf))];
  return { mood: 'pending', text: `${known}, while ${whom} ${are} in doubt` };
};

/** @example sizeWords(network) // '42 nodes, 210 edges' */
export const sizeWords = ({ nodes, edges }: NetworkView): string =>
  `${counted(nodes.length, 'node')}, ${counted(edges.length, 'edge')}`;
