// Addresses as people write them, and as the program keeps them.
import { expect } from 'chai';
import fc from 'fast-check';
import { AddressError, endpointOf, formatAddress, hostOf, idOf, parseAddress } from '../lib/address.ts';
import { nodeIdFrom } from '../lib/testing/index.ts';

const b = nodeIdFrom('b');

const READ: readonly (readonly [string, string])[] = [
  ['127.0.0.1:7000', '127.0.0.1:7000'],
  ['0.0.0.0:0', '0.0.0.0:0'],
  ['Node.Example:65535', 'node.example:65535'],
  ['localhost:00080', 'localhost:80'],
  ['[::1]:7000', '[::1]:7000'],
  ['[2001:DB8:0:0:0:0:0:1]:7000', '[2001:db8::1]:7000'],
  ['[fe80::1%eth0]:7000', '[fe80::1%eth0]:7000'],
  ['[::ffff:203.0.113.9]:7000', '203.0.113.9:7000'],
  ['[::FFFF:7f00:1]:7000', '127.0.0.1:7000'],
  ['[::ffff:0:1]:7000', '0.0.0.1:7000'],
  ['[::fffe:7f00:1]:7000', '[::fffe:7f00:1]:7000'],
  ['xn--bcher-kva.example:1', 'xn--bcher-kva.example:1'],
  ['1.2.3.4.example:1', '1.2.3.4.example:1'],
  [`${b}@127.0.0.1:7000`, `${b}@127.0.0.1:7000`],
  [`${b}@[::1]:7000`, `${b}@[::1]:7000`],
];

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['', /not HOST:PORT/],
  ['7000', /not HOST:PORT/],
  ['127.0.0.1', /not HOST:PORT/],
  ['::1:7000', /not HOST:PORT/],
  ['127.0.0.1:', /not HOST:PORT/],
  ['127.0.0.1:-1', /not HOST:PORT/],
  ['127.0.0.1:123456', /not HOST:PORT/],
  ['127.0.0.1:7000 ', /not HOST:PORT/],
  ['127.0.0.1:65536', /port 65536, limit 65535/],
  [':7000', /"" is neither a host name nor an IP address/],
  ['a..b:1', /neither a host name/],
  ['-a.example:1', /neither a host name/],
  ['a_b:1', /neither a host name/],
  [`${'a'.repeat(64)}.example:1`, /neither a host name/],
  [`${'a.'.repeat(127)}aa:1`, /neither a host name/],
  ['127.1:7000', /neither a host name/],
  ['2130706433:7000', /neither a host name/],
  ['0x7f.0.0.1:7000', /neither a host name/],
  ['0177.0.0.1:7000', /neither a host name/],
  ['256.1.1.1:7000', /neither a host name/],
  ['[127.0.0.1]:7000', /\[127.0.0.1\] is not an IPv6 address/],
  ['[]:7000', /\[\] is not an IPv6 address/],
  ['abc@127.0.0.1:7000', /"abc" is not a node id/],
  [`@127.0.0.1:7000`, /"" is not a node id/],
  [`${b.toUpperCase()}@127.0.0.1:7000`, /is not a node id/],
  [`${b}@${b}@127.0.0.1:7000`, /is not a node id/],
];

const host = fc.oneof(
  fc.ipV4(), fc.ipV6(), fc.domain(),
);
const likely = fc.string({ unit: fc.constantFrom(...Array.from('ab.:[]@%0x129')) });
const parts = fc.record({ host, port: fc.nat(65_535), id: fc.option(fc.constant(b), { nil: undefined }) });

describe('an address', () => {
  for (const [text, canonical] of READ) {
    it(`is read from ${text} and written as ${canonical}`, () =>
      expect(formatAddress(parseAddress(text))).to.equal(canonical));
  }

  for (const [text, problem] of WRONG) {
    it(`is not ${JSON.stringify(text.slice(0, 40))}`, () =>
      expect(() => parseAddress(text)).to.throw(AddressError, problem));
  }

  it('is not repeated whole in an error when it is long', () =>
    expect(() => parseAddress('x'.repeat(10_000))).to.throw(AddressError).with.property('message').lengthOf.below(200));

  it('has an endpoint, a host and perhaps an id', () => {
    expect([endpointOf, hostOf, idOf].map((part) => part(`${b}@[::1]:7000`))).to.deep.equal(['[::1]:7000', '::1', b]);
    expect([endpointOf, hostOf, idOf].map((part) => part('a.example:7000')))
      .to.deep.equal(['a.example:7000', 'a.example', undefined]);
  });

  it('reads what it wrote, and writes it again the same', () =>
    fc.assert(fc.property(parts, ({ host: name, port, id }) => {
      const written = formatAddress({ host: name, port, ...(id === undefined ? {} : { id }) });
      const canonical = formatAddress(parseAddress(written));
      expect(formatAddress(parseAddress(canonical))).to.equal(canonical);
      expect(hostOf(canonical)).to.equal(parseAddress(canonical).host);
      expect(idOf(canonical)).to.equal(id);
    })));

  it('is read, or refused with an AddressError, whatever it is read from', () =>
    fc.assert(fc.property(fc.oneof(fc.string(), likely), (text) => {
      try {
        parseAddress(text);
      } catch (error) {
        expect(error).to.be.instanceOf(AddressError);
      }
    }), { numRuns: 2_000 }));
});
