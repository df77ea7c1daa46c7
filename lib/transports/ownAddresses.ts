// The addresses of this machine that others can reach, for whoever listens on all of them.
import { networkInterfaces } from 'node:os';
import { formatAddress, type Address } from '../address.ts';

/** Good on one link only, and there with a zone that means nothing to others. */
const LINK_LOCAL = /^(fe80:|169\.254\.)/i;

/**
 * What `0.0.0.0:PORT` (IPv4) or `[::]:PORT` (both) stands for on this machine. Behind a router or in a container these
 * are not what the world sees: who must be found from outside listens on an address that is.
 */
export const ownAddresses = (wildcard: string, port: number): readonly Address[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family, address }) =>
      !internal && (family === 'IPv4' || wildcard === '::') && !LINK_LOCAL.test(address))
    .map(({ address }) => formatAddress({ host: address, port }));
