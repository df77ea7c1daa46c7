// Which ranges are none of the open internet.
import { expect } from 'chai';
import { rangeOf } from '../lib/addressRange.ts';

describe('the range of an address', () => {
  for (const [host, kind] of [
    ['127.0.0.1', 'loopback'], ['127.255.255.255', 'loopback'], ['126.255.255.255', undefined],
    ['128.0.0.0', undefined],
    ['10.0.0.0', 'private'], ['9.255.255.255', undefined], ['11.0.0.0', undefined], ['10.255.255.255', 'private'],
    ['172.15.255.255', undefined], ['172.16.0.0', 'private'], ['172.31.255.255', 'private'], ['172.32.0.0', undefined],
    ['192.168.0.1', 'private'], ['192.167.255.255', undefined], ['169.254.169.254', 'link-local'],
    ['100.63.255.255', undefined], ['100.64.0.0', 'shared'], ['100.127.255.255', 'shared'], ['100.128.0.0', undefined],
    ['0.0.0.0', 'reserved'], ['0.255.255.255', 'reserved'], ['1.0.0.0', undefined], ['192.0.0.8', 'reserved'],
    ['198.17.255.255', undefined], ['198.18.0.0', 'reserved'], ['198.19.255.255', 'reserved'],
    ['198.20.0.0', undefined],
    ['223.255.255.255', undefined], ['224.0.0.1', 'multicast'], ['239.255.255.255', 'multicast'],
    ['240.0.0.0', 'reserved'], ['255.255.255.255', 'reserved'], ['203.0.113.9', undefined],
    ['::1', 'loopback'], ['::', 'reserved'], ['::7f00:1', 'reserved'], ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'], ['fc00::1', 'private'], ['fdff::1', 'private'], ['fe00::1', undefined],
    ['ff02::1', 'multicast'], ['64:ff9b::7f00:1', 'reserved'], ['2002:7f00:1::', 'reserved'], ['2001::1', 'reserved'],
    ['2001:db8::1', undefined], ['2606:4700::1', undefined], ['100::1', 'reserved'], ['node.example', undefined],
  ] as const) {
    it(`is ${kind ?? 'none'} for ${host}`, () => expect(rangeOf(host)?.kind).to.equal(kind));
  }

  it('is named as the registry has it', () =>
    expect(['10.1.2.3', '169.254.1.1', 'fd00::1'].map((host) => rangeOf(host)?.name))
      .to.deep.equal(['10.0.0.0/8', '169.254.0.0/16', 'fc00::/7']));
});
