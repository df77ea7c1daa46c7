// Whoever is slow on purpose keeps nobody out, and costs no more than the places there are.
import { expect } from 'chai';
import type { Socket } from 'node:net';
import { CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX } from '../../lib/http/limits.ts';
import { ownerOf } from '../../lib/http/places.ts';
import { eventReader } from '../support/eventReader.ts';
import { httpHouse, type HttpHouse } from '../support/httpHouse.ts';
import { connected, request, said, untilClosed } from '../support/rawHttp.ts';
import { Town } from '../support/town.ts';
import { until } from '../support/until.ts';

/** What docs/operating.md promises while somebody attacks. */
const HONEST_MS_MAX = 250;
const HONEST_TRIES_MAX = 5;

describe('an attack with slow connections', function () {
  this.timeout(20_000);
  let house: HttpHouse;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    house = await httpHouse(new Town(), 'a');
  });
  afterEach(async () => {
    sockets.splice(0).forEach((socket) => socket.destroy());
    house.running.unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));
  });

  /** A connection that has begun a request and goes on for ever. */
  const slow = async (from?: string): Promise<void> => {
    const socket = await connected(house.http, from);
    sockets.push(socket.on('error', () => undefined));
    socket.write('GET /status HTTP/1.1\r\nX: ');
  };
  const open = (): number => sockets.filter(({ destroyed }) => !destroyed).length;
  /** Of a few requests, each answered, the time of the quickest: other processes of this machine slow single ones. */
  const statusMs = async (): Promise<number> => {
    let leastMs = Infinity;
    for (let tries = 0; tries < HONEST_TRIES_MAX && leastMs >= HONEST_MS_MAX; tries++) {
      const begun = performance.now();
      expect((await said(house.http, request('/status', { host: house.http }))).status).to.equal(200);
      leastMs = Math.min(leastMs, performance.now() - begun);
    }
    return leastMs;
  };

  it('from one address takes no more places than an address has, and those only until somebody asks', async () => {
    for (let count = 0; count < 1_000; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => slow()));
      expect(await statusMs()).to.be.below(HONEST_MS_MAX);
    }
    await until(() => open() <= CONNECTIONS_PER_ADDRESS_MAX, 'the last ones put out');
  });

  it('from many addresses takes no more places than there are, and none of who is being answered', async () => {
    const reader = await eventReader(house.http);
    sockets.push(reader.socket);
    await reader.saw('snapshot');
    for (let host = 2; host < 22; host++) {
      await Promise.all(Array.from({ length: 10 }, () => slow(`127.0.0.${host}`)));
    }
    expect(await statusMs()).to.be.below(HONEST_MS_MAX);
    await until(() => open() <= CONNECTIONS_MAX, 'the last ones put out');
    expect(open()).to.be.above(CONNECTIONS_MAX / 2);
    expect(reader.socket.destroyed).to.equal(false);
    house.net.order({ type: 'dump' });
    await reader.saw('entry');
  });

  it('that does not read its answers is told no more than fits on the way', async () => {
    const socket = await connected(house.http);
    sockets.push(socket);
    const closed = untilClosed(socket);
    socket.pause();
    for (let count = 0; count < 2_000; count++) {
      socket.write(request('/network.svg', { host: house.http, connection: 'keep-alive' }));
      if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await statusMs()).to.be.below(HONEST_MS_MAX);
    socket.resume();
    socket.end();
    await closed;
  });

  it('counts by what one owner has: an IPv4 address however it is written, or an IPv6 /64', () => {
    expect(ownerOf('::ffff:203.0.113.9')).to.equal('203.0.113.9');
    expect(ownerOf('2001:db8:1:2:3:4:5:6')).to.equal(ownerOf('2001:db8:1:2::1'));
    expect(ownerOf('2001:db8:1:2::1')).not.to.equal(ownerOf('2001:db8:1:3::1'));
    expect(ownerOf('::1')).to.equal(ownerOf('::2'));
  });
});
