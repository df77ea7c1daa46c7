// Which owner an address belongs to, and what is inside somebody's walls.
import { expect } from 'chai';
import { groupOf, narrowGroupOf } from '../lib/group.ts';
import { isLocal, isLoopback, isWildcard } from '../lib/ranges.ts';

describe('the group of an address', () => {
  for (const [address, group] of [
    ['203.0.113.9:7000', '203.0'],
    ['203.0.5.1:7001', '203.0'],
    ['203.1.113.9:7000', '203.1'],
    ['[2001:db8:1:2::1]:7000', '2001:db8'],
    ['[2001:db8::1]:7000', '2001:db8'],
    ['[2001::1]:7000', '2001:0'],
    ['[2600::]:7000', '2600:0'],
    ['10.1.2.3:7000', undefined],
    ['127.0.0.1:7000', undefined],
    ['[::1]:7000', undefined],
    ['[fd00::1]:7000', undefined],
    ['[fe80::1%eth0]:7000', undefined],
    ['node.example:7000', undefined],
  ] as const) {
    it(`is ${group ?? 'none'} for ${address}`, () => expect(groupOf(address)).to.equal(group));
  }
});

describe('the narrow group of an address', () => {
  for (const [address, group] of [
    ['203.0.113.9:7000', '203.0.113'],
    ['203.0.112.9:7000', '203.0.112'],
    ['[2001:db8:1:2::1]:7000', '2001:db8:1'],
    ['[2001:db8::1]:7000', '2001:db8:0'],
    ['10.1.2.3:7000', undefined],
    ['[::1]:7000', undefined],
    ['node.example:7000', undefined],
  ] as const) {
    it(`is ${group ?? 'none'} for ${address}`, () => expect(narrowGroupOf(address)).to.equal(group));
  }
});

describe('ranges', () => {
  for (const [host, loopback, local] of [
    ['127.0.0.1', true, true], ['127.255.255.255', true, true], ['126.255.255.255', false, false],
    ['128.0.0.0', false, false], ['::1', true, true], ['::2', false, false], ['::ffff:7f00:1', true, true],
    ['9.255.255.255', false, false], ['10.0.0.0', false, true], ['10.255.255.255', false, true],
    ['11.0.0.0', false, false], ['172.15.255.255', false, false], ['172.16.0.0', false, true],
    ['172.31.255.255', false, true], ['172.32.0.0', false, false], ['192.168.0.0', false, true],
    ['192.169.0.0', false, false], ['169.254.1.1', false, true], ['100.63.255.255', false, false],
    ['100.64.0.0', false, true], ['100.128.0.0', false, false], ['fc00::', false, true], ['fdff::1', false, true],
    ['fe00::', false, false], ['fe80::1', false, true], ['febf::1', false, true], ['fec0::1', false, false],
    ['::ffff:c0a8:1', false, true], ['localhost', false, false], ['', false, false],
  ] as const) {
    const kind = loopback ? 'loopback' : local ? 'local' : 'neither loopback nor local';
    it(`take ${JSON.stringify(host)} for ${kind}`, () =>
      expect([isLoopback(host), isLocal(host)]).to.deep.equal([loopback, local]));
  }

  it('know what stands for all addresses of a machine', () =>
    expect(['0.0.0.0', '::', '127.0.0.1', 'localhost'].map(isWildcard)).to.deep.equal([true, true, false, false]));
});
