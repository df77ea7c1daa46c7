// Which IP addresses are inside somebody's own walls.
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const local = new BlockList();
local.addSubnet('127.0.0.0', 8);
local.addSubnet('10.0.0.0', 8);
local.addSubnet('172.16.0.0', 12);
local.addSubnet('192.168.0.0', 16);
local.addSubnet('169.254.0.0', 16);
local.addSubnet('100.64.0.0', 10);
local.addAddress('::1', 'ipv6');
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');

const contains = (list: BlockList, host: string): boolean => {
  const version = isIP(host);
  return version !== 0 && list.check(host, version === 6 ? 'ipv6' : 'ipv4');
};

/** 127.0.0.0/8 and ::1, IPv4-mapped forms included. A name is never loopback: it may resolve to anything. */
export const isLoopback = (host: string): boolean => contains(loopback, host);

/** Loopback, the private ranges of RFC 1918, RFC 6598 and RFC 4193, and link-local addresses. */
export const isLocal = (host: string): boolean => contains(local, host);

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** An address to listen on that stands for all of a machine's addresses, and can be dialled by nobody. */
export const isWildcard = (host: string): boolean => WILDCARDS.has(host);
