// Where a node can be reached: `HOST:PORT`, `[IPV6]:PORT`, or `NODEID@HOST:PORT` when the key there is known.
import { isIP } from 'node:net';
import { isNodeId, type NodeId } from './nodeId.ts';

/** A canonical address, as `formatAddress` writes it. With an id, a node with another key there is refused. */
export type Address = string;

/** An address without the id: what a socket can be opened to, and what maps of addresses are keyed by. */
export type Endpoint = string;

export interface AddressParts {
  readonly id?: NodeId;
  readonly host: string;
  readonly port: number;
}

/** An address that cannot be read; the message holds the text and what is wrong with it. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** RFC 1123 labels; an IPv4 literal passes as well, and what only looks like one is refused below. */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const SHAPE = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/;
/** 127.1, 0x7f.1 and 2130706433 all reach 127.0.0.1 by way of the resolver, past every list of ranges. */
const DISGUISED_IP = /^(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+))*$/i;
const PORT_MAX = 65_535;

const readHost = (text: string, v6: string | undefined, name: string | undefined): string => {
  if (v6 !== undefined) {
    if (isIP(v6) !== 6) throw new AddressError(`address ${quote(text)}: [${v6}] is not an IPv6 address`);
    return canonicalV6(v6);
  }
  const host = (name ?? '').toLowerCase();
  if (isIP(host) === 4) return host;
  if (!HOST.test(host) || DISGUISED_IP.test(host)) {
    throw new AddressError(`address ${quote(text)}: ${quote(host)} is neither a host name nor an IP address`);
  }
  return host;
};

/**
 * Reads an address as a person writes it.
 *
 * @throws AddressError when it is not `HOST:PORT`, `[IPV6]:PORT` or `NODEID@HOST:PORT`.
 * @example parseAddress('[::1]:7000') // { host: '::1', port: 7000 }
 */
export const parseAddress = (text: string): AddressParts => {
  const at = text.lastIndexOf('@');
  const id = at < 0 ? undefined : text.slice(0, at);
  if (id !== undefined && !isNodeId(id)) {
    throw new AddressError(`address ${quote(text)}: ${quote(id)} is not a node id (32 characters of a-z and 2-7)`);
  }
  const match = SHAPE.exec(text.slice(at + 1));
  if (!match) throw new AddressError(`address ${quote(text)}: not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT`);
  const port = Number(match[3]);
  if (port > PORT_MAX) throw new AddressError(`address ${quote(text)}: port ${port}, limit ${PORT_MAX}`);
  const host = readHost(text, match[1], match[2]);
  return id === undefined ? { host, port } : { id, host, port };
};

/** Writes what `parseAddress` reads: IPv6 in brackets, the id in front when there is one. */
export const formatAddress = ({ id, host, port }: AddressParts): Address => {
  const endpoint = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return id === undefined ? endpoint : `${id}@${endpoint}`;
};

/** The address without its id. Takes canonical addresses, so it needs no parsing. */
export const endpointOf = (address: Address): Endpoint => address.slice(address.lastIndexOf('@') + 1);

/** The id in front of an address, if it has one. */
export const idOf = (address: Address): NodeId | undefined => {
  const at = address.lastIndexOf('@');
  return at < 0 ? undefined : address.slice(0, at);
};

/** The host of an address: an IP literal or a name, IPv6 without brackets. */
export const hostOf = (address: Address): string => {
  const endpoint = endpointOf(address);
  const host = endpoint.slice(0, endpoint.lastIndexOf(':'));
  return host.startsWith('[') ? host.slice(1, -1) : host;
};

/** RFC 4291, section 2.5.5.2, as RFC 5952 writes it: an IPv4 address in other clothes. */
const MAPPED_V4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** `::ffff:127.0.0.1` and 127.0.0.1 are one place: a ban or a limit on the one must hold for the other. */
const withoutMapping = (literal: string): string => {
  const match = MAPPED_V4.exec(literal);
  if (match === null) return literal;
  const [high, low] = [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** `URL` knows RFC 5952; writing its compression again would be ours to get wrong. */
const canonicalV6 = (host: string): string => {
  const zone = host.indexOf('%');
  const literal = zone < 0 ? host : host.slice(0, zone);
  const canonical = withoutMapping(new URL(`http://[${literal}]`).hostname.slice(1, -1));
  return canonical + (zone < 0 || !canonical.includes(':') ? '' : host.slice(zone));
};

const QUOTED_MAX = 80;
const quote = (text: string): string =>
  JSON.stringify(text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text);
