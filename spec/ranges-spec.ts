// The ranges that are read by hand, held against node's own BlockList.
import { BlockList } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLocal, isLoopback } from '../lib/ranges.ts';

const listOf = (v4: readonly (readonly [string, number])[], v6: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of v4) list.addSubnet(net, prefix);
  for (const [net, prefix] of v6) list.addSubnet(net, prefix, 'ipv6');
  return list;
};

const loopback = listOf([['127.0.0.0', 8]], [['::1', 128]]);
const local = listOf(
  [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16], ['100.64.0.0', 10]],
  [['::1', 128], ['fc00::', 7], ['fe80::', 10]],
);

/** Any address, and those around the edges of the ranges as often. */
const edges = [9, 10, 11, 99, 100, 101, 126, 127, 128, 168, 169, 171, 172, 173, 191, 192, 193];
const first = fc.oneof(fc.nat(255), fc.constantFrom(...edges));
const second = fc.oneof(fc.nat(255), fc.constantFrom(0, 15, 16, 31, 32, 63, 64, 127, 128, 167, 168, 253, 254, 255));
const v4 = fc.tuple(first, second, fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'));
const words = [0, 1, 0xfbff, 0xfc00, 0xfdff, 0xfe00, 0xfe7f, 0xfe80, 0xfebf, 0xfec0, 0xffff];
const word = fc.oneof(fc.nat(0xffff), fc.constantFrom(...words));
const v6 = fc.oneof(
  fc.ipV6(),
  fc.array(word, { minLength: 8, maxLength: 8 }).map((all) => all.map((one) => one.toString(16)).join(':')),
  fc.constantFrom('::', '::1', '::2', '1::', '0:0:0:0:0:0:0:1'),
  v4.map((mapped) => `::ffff:${mapped}`),
);

describe('the ranges of addresses', () => {
  it('are those of a BlockList for any IPv4 address', () =>
    fc.assert(fc.property(v4, (host) => {
      expect([isLoopback(host), isLocal(host)]).to.deep.equal([loopback.check(host), local.check(host)]);
    }), { numRuns: 2_000 }));

  it('are those of a BlockList for any IPv6 address, IPv4 in its clothes included', () =>
    fc.assert(fc.property(v6, (host) => {
      const expected = [loopback.check(host, 'ipv6'), local.check(host, 'ipv6')];
      expect([isLoopback(host), isLocal(host)]).to.deep.equal(expected);
    }), { numRuns: 500 }));

  it('hold no name, and nothing that only looks like an address', () => {
    const disguised = fc.constantFrom('127.1', '10.0.0', '0x7f.0.0.1', '127.0.0.1.', '010.0.0.1', '127.0.0.1:1');
    fc.assert(fc.property(fc.oneof(fc.domain(), disguised), (host) => {
      expect([isLoopback(host), isLocal(host)]).to.deep.equal([false, false]);
    }));
  });
});
