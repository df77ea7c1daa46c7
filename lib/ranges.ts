// Which IP addresses are inside somebody's own walls.
import { BlockList, isIP } from 'node:net';

const loopbackV6 = new BlockList();
loopbackV6.addSubnet('127.0.0.0', 8); // for IPv4-mapped addresses
loopbackV6.addAddress('::1', 'ipv6');

const localV6 = new BlockList();
localV6.addSubnet('127.0.0.0', 8);
localV6.addSubnet('10.0.0.0', 8);
localV6.addSubnet('172.16.0.0', 12);
localV6.addSubnet('192.168.0.0', 16);
localV6.addSubnet('169.254.0.0', 16);
localV6.addSubnet('100.64.0.0', 10);
localV6.addAddress('::1', 'ipv6');
localV6.addSubnet('fc00::', 7, 'ipv6');
localV6.addSubnet('fe80::', 10, 'ipv6');

/** The same by hand for IPv4, which is asked for every connection: a BlockList takes ten times as long. */
const isLocalV4 = (host: string): boolean => {
  const dot = host.indexOf('.');
  const second = (): number => Number(host.slice(dot + 1, host.indexOf('.', dot + 1)));
  switch (host.slice(0, dot)) {
    case '127':
    case '10':
      return true;
    case '172':
      return second() >= 16 && second() < 32;
    case '192':
      return second() === 168;
    case '169':
      return second() === 254;
    case '100':
      return second() >= 64 && second() < 128;
    default:
      return false;
  }
};

/** 127.0.0.0/8 and ::1, IPv4-mapped forms included. A name is never loopback: it may resolve to anything. */
export const isLoopback = (host: string): boolean => {
  const version = isIP(host);
  return version === 4 ? host.startsWith('127.') : version === 6 && loopbackV6.check(host, 'ipv6');
};

/** Loopback, the private ranges of RFC 1918, RFC 6598 and RFC 4193, and link-local addresses. */
export const isLocal = (host: string): boolean => {
  const version = isIP(host);
  return version === 4 ? isLocalV4(host) : version === 6 && localV6.check(host, 'ipv6');
};

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** An address to listen on that stands for all of a machine's addresses, and can be dialled by nobody. */
export const isWildcard = (host: string): boolean => WILDCARDS.has(host);
