// What a wildcard stands for.
import { networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { expect } from 'chai';
import { take } from 'rxjs';
import { hostOf, parseAddress } from '../../lib/address.ts';
import { isLoopback, isWildcard } from '../../lib/ranges.ts';
import type { Listener } from '../../lib/transport.ts';
import { ownAddresses } from '../../lib/transports/ownAddresses.ts';
import { tcpTransport } from '../../lib/transports/tcp.ts';

const listenerOn = (address: string): Promise<Listener> =>
  new Promise((resolve, reject) => {
    tcpTransport().listen(address).pipe(take(1)).subscribe({ next: resolve, error: reject });
  });

describe('ownAddresses', () => {
  it('names the addresses of the interfaces that lead out of this machine, and no wildcard or loopback', () => {
    const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const out = all.filter(({ internal, family }) => !internal && family === 'IPv4');
    const hosts = ownAddresses('0.0.0.0', 7_000).map(hostOf);
    expect(hosts.every((host) => isIP(host) === 4 && !isWildcard(host) && !isLoopback(host))).to.equal(true);
    const linkLocal = out.filter(({ address }) => address.startsWith('169.254.'));
    expect(hosts.length).to.equal(out.length - linkLocal.length);
  });

  it('is told by a transport that listens on all addresses, with the port that was taken', async () => {
    const { address, reachable = [] } = await listenerOn('0.0.0.0:0');
    const { port } = parseAddress(address);
    expect(reachable).to.deep.equal(ownAddresses('0.0.0.0', port));
  });

  it('is not told by one that listens on one', async () =>
    expect(await listenerOn('127.0.0.1:0')).to.not.have.property('reachable'));
});
