// Where a node tells its neighbours that it is.
import { expect } from 'chai';
import { onLink } from '../../lib/sources/onLink.ts';

describe('the place of a node on its local network', () => {
  it('is the port that it has on all addresses, or on one that is not loopback', () => {
    expect(onLink({ listening: ['0.0.0.0:7000'], reachable: ['192.0.2.7:7000', '[2001:db8::7]:7000'] }))
      .to.deep.equal({ port: 7_000, hosts: ['192.0.2.7'] });
    expect(onLink({ listening: ['127.0.0.1:1', '192.0.2.7:7001'], reachable: [] }))
      .to.deep.equal({ port: 7_001, hosts: ['192.0.2.7'] });
  });

  it('is nowhere while it listens on loopback alone, or not at all', () => {
    expect(onLink({ listening: ['127.0.0.1:7000', '[::1]:7000'], reachable: [] })).to.equal(undefined);
    expect(onLink({ listening: [], reachable: [] })).to.equal(undefined);
  });

  it('is on loopback where the network that is asked is loopback', () =>
    expect(onLink({ listening: ['127.0.0.1:7000'], reachable: [] }, '127.0.0.1'))
      .to.deep.equal({ port: 7_000, hosts: ['127.0.0.1'] }));
});
