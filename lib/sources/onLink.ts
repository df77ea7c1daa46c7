// Where neighbours on the local network can reach a node that listens: what it tells of itself there.
import { isIPv4 } from 'node:net';
import { hostOf, parseAddress, type Address } from '../address.ts';
import { isLoopback, isWildcard } from '../ranges.ts';
import type { State } from '../state.ts';
import type { OnLink } from './localNetwork.ts';

/** More addresses than a machine has where people browse. */
const HOSTS_MAX = 8;

const isOpen = (address: Address, isLoopbackAsked: boolean): boolean => {
  const host = hostOf(address);
  return isWildcard(host) || (isIPv4(host) && isLoopback(host) === isLoopbackAsked);
};

/**
 * @param at the interface that is asked on, if it is but one: on loopback, who listens there is told of
 * @returns undefined: nobody there could connect
 */
export const onLink = (
  { listening, reachable }: Pick<State, 'listening' | 'reachable'>, at?: string,
): OnLink | undefined => {
  const open = listening.find((address) => isOpen(address, at !== undefined && isLoopback(at)));
  if (open === undefined) return undefined;
  const hosts = [open, ...reachable].map(hostOf).filter((host) => isIPv4(host) && !isWildcard(host));
  return { port: parseAddress(open).port, hosts: [...new Set(hosts)].slice(0, HOSTS_MAX) };
};
