// Whom this node could dial now: out of the address book and out of the signed map, the trustworthy first.
import type { Endpoint } from './address.ts';
import { idleAddresses, isIdle } from './idleAddresses.ts';
import type { NodeId } from './nodeId.ts';
import type { AddressState, State } from './state.ts';

/** The address of a node in the map, as the book would have it that has never heard of it. */
const unheardOf = (endpoint: Endpoint, node: NodeId): AddressState =>
  ({ endpoint, node, from: 'map', learntAt: 0, attempts: 0, nextAttemptAt: 0 });

/** The first address that a node has signed, if it is up; a second one would only lead to a duplicate. */
const signedEndpoint = ({ network: { survey } }: State, node: NodeId): Endpoint | undefined =>
  survey.verdictOf(node) === 'up' ? survey.versionOf(node)?.record.body.addresses[0] : undefined;

/** What the book knows of where a node has signed that it is, and its own knowledge where the book has none. */
const signed = (state: State, node: NodeId, endpoint: Endpoint): AddressState => {
  const known = state.addresses.get(endpoint);
  return known === undefined ? unheardOf(endpoint, node) : { ...known, node: known.node ?? node };
};

/** The address of a node of the map that is up and that may be dialled now; undefined: there is none, or not now. */
export const signedAddress = (state: State, node: NodeId, now: number): AddressState | undefined => {
  const endpoint = signedEndpoint(state, node);
  const address = endpoint === undefined ? undefined : signed(state, node, endpoint);
  return address !== undefined && isIdle(state, now)(address) ? address : undefined;
};

/** Nodes of the map that are not among those found already, and whose addresses the book has no place for. */
const onlyInMap = (state: State, found: readonly AddressState[], now: number): readonly AddressState[] => {
  const [seen, idle] = [new Set(found.map(({ node }) => node)), isIdle(state, now)];
  return state.network.survey.ids.flatMap((node) => {
    const endpoint = seen.has(node) ? undefined : signedEndpoint(state, node);
    if (endpoint === undefined || state.addresses.has(endpoint)) return [];
    const address = unheardOf(endpoint, node);
    return idle(address) ? [address] : [];
  });
};

export interface Candidates {
  /** We have found its node there before, its owner has signed it and is up, or the operator named it; and no failure since. */
  readonly known: readonly AddressState[];
  /** The same after failures, and where the operator said that somebody is, whoever it may be. */
  readonly lapsed: readonly AddressState[];
  /** Where others said that somebody is, tried in vain or not at all. */
  readonly told: readonly AddressState[];
}

/**
 * All that may be dialled now, one address of each node.
 *
 * @example const { known, lapsed, told } = candidates(state, now)
 */
export const candidates = (state: State, now: number): Candidates => {
  const { survey } = state.network;
  const found = idleAddresses(state, now);
  const isUp = (node: NodeId | undefined): boolean => node !== undefined && survey.verdictOf(node) === 'up';
  const [known, lapsed, told]: [AddressState[], AddressState[], AddressState[]] = [[], [], []];
  for (const address of found) {
    const { attempts, provenAt, named, pinned, node } = address;
    const isSure = provenAt !== undefined || pinned === true || isUp(node);
    if (isSure && attempts === 0) known.push(address);
    else (isSure || named === true ? lapsed : told).push(address);
  }
  return { known: [...known, ...onlyInMap(state, found, now)], lapsed, told };
};
