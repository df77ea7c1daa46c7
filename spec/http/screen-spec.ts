// Whoever asks in an odd way, or for somebody else, is told what is wrong, and learns nothing.
import { expect } from 'chai';
import { httpHouse } from '../support/httpHouse.ts';
import { connected, request, said, untilClosed, type RawAnswer } from '../support/rawHttp.ts';
import { Town } from '../support/town.ts';

interface Fault {
  readonly error: string;
  readonly place?: string;
  readonly value?: string;
  readonly limit?: string | number;
}

const faultOf = ({ body }: RawAnswer): Fault => JSON.parse(body) as Fault;

describe('a request that is not meant for this node', () => {
  const running: { unsubscribe(): void }[] = [];
  let [http, port, secret] = ['', '', ''];
  before(async () => {
    const house = await httpHouse(new Town(), 'a', { hosts: ['Node.Example.org'] });
    running.push(house.running);
    [http, secret, port] = [house.http, house.net.id, house.http.split(':')[1] ?? ''];
  });
  after(() => running.splice(0).forEach((one) => one.unsubscribe()));

  const expectRefused = (answer: RawAnswer, status: number, about: Partial<Fault>): void => {
    expect(answer.status, answer.whole).to.equal(status);
    expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
    expect(answer.headers['connection']).to.equal('close');
    expect(answer.headers).not.to.have.any.keys('access-control-allow-origin');
    expect(answer.whole).not.to.include(secret);
    if (answer.body !== '') expect(faultOf(answer)).to.include(about);
  };

  for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
    it(`is answered where it names ${host} with the port`, async () =>
      expect((await said(http, request('/status', { host: `${host}:${port}` }))).status).to.equal(200));
  }

  it('is answered where it names a host of the configuration', async () =>
    expect((await said(http, request('/status', { host: 'node.example.org' }))).status).to.equal(200));

  for (const host of ['evil.example', 'localhost', '127.0.0.1:1', 'localhost.evil.example', '127.0.0.1.nip.io', '',
    'node.example.org:81', '127.1', '2130706433', '0.0.0.0', '[::]', 'localhost:0x50', '127.0.0.1@evil.example', '*']) {
    it(`is refused where it names ${JSON.stringify(host)}`, async () =>
      expectRefused(await said(http, request('/status', { host })), 421, { place: 'host', value: host }));
  }

  it('is refused without a Host, and with two', async () => {
    expectRefused(await said(http, request('/status', {})), 400, { place: 'host', limit: 1 });
    const two = `GET /status HTTP/1.1\r\nHost: ${http}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expectRefused(await said(http, two), 400, { place: 'host', limit: 1 });
    expectRefused(await said(http, 'GET /status HTTP/1.0\r\n\r\n'), 400, { place: 'host', limit: 1 });
  });

  it('is answered where it comes from a page of the same origin, and refused from any other', async () => {
    const from = (origin: string): Promise<RawAnswer> => said(http, request('/status', { host: http, origin }));
    expect((await from(`http://${http}`)).status).to.equal(200);
    for (const origin of ['null', 'http://evil.example', `http://localhost:${port}`, `http://${http}.evil.example`,
      'http://127.0.0.1', `ftp://${http}`, `http://${http}/`, '']) {
      expectRefused(await from(origin), 403, { place: 'origin', value: origin });
    }
  });

  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'PURGE']) {
    it(`is refused as a ${method}`, async () => {
      const answer = await said(http, request('/status', { host: http, method }));
      expectRefused(answer, 405, { place: 'method', value: method, limit: 'GET, HEAD' });
      expect(answer.headers['allow']).to.equal('GET, HEAD');
    });
  }

  it('is refused as a CONNECT, and with a method that there is not', async () => {
    const connect = await said(http, request('evil.example:443', { host: http, method: 'CONNECT' }));
    expectRefused(connect, 405, { place: 'method', value: 'CONNECT' });
    expect(connect.headers['allow']).to.equal('GET, HEAD');
    expectRefused(await said(http, request('/status', { host: http, method: 'STEAL' })), 400, {});
  });

  it('is refused with a body', async () => {
    const sized = request('/status', { host: http, 'content-length': '5' });
    expectRefused(await said(http, `${sized}hello`), 413, { place: 'content-length', value: '5', limit: 0 });
    const chunked = request('/status', { host: http, 'transfer-encoding': 'chunked' });
    expectRefused(await said(http, `${chunked}0\r\n\r\n`), 413, { place: 'transfer-encoding', limit: 0 });
  });

  it('smuggles no second request past the first', async () => {
    const hidden = `GET /status HTTP/1.1\r\nHost: ${http}\r\n\r\n`;
    const heads = [
      `Content-Length: ${hidden.length}\r\nTransfer-Encoding: chunked`, 'Content-Length: 4\r\nContent-Length: 5',
      'Transfer-Encoding: chunked, identity', 'Transfer-Encoding : chunked', 'Content-Length: +4',
      'Transfer-Encoding: \x0bchunked', 'X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0x4',
    ];
    for (const head of heads) {
      const answer = await said(http, `GET /peers HTTP/1.1\r\nHost: ${http}\r\n${head}\r\n\r\n0\r\n\r\n${hidden}`);
      expect(answer.status, head).to.be.within(400, 499);
      expect(answer.whole.match(/HTTP\/1\.1/g), head).to.have.length(1);
      expect(answer.whole, head).not.to.include(secret);
    }
    const bare = await said(http, `GET /peers HTTP/1.1\nHost: ${http}\n\nGET /status HTTP/1.1\nHost: ${http}\n\n`);
    expect(bare.whole).not.to.include(secret);
  });

  for (const target of ['//', '//status', '/status/', '/status//', '/./status', '/../status', '/x/../status', '/%',
    '/%2e%2e/status', '/..%2fstatus', '/status%00', '/%00', '/status%20', '/STATUS', '/stat%75s', '/%2fstatus',
    '/status;x', '/status.json',
    '/%2e%2e%2f%2e%2e%2fetc/passwd', '/../../../../etc/passwd', '/index.html', '/constructor', '/__proto__', '\\status',
    'status', '*', '/why', '/network.png', `http://127.0.0.1/status`, 'http://evil.example/status']) {
    it(`finds nothing at ${target}`, async () => {
      const answer = await said(http, request(target, { host: http }));
      expect(answer.status, answer.whole).to.be.oneOf([400, 404]);
      expect(answer.whole).not.to.include(secret);
      expect(faultOf(answer).error).to.be.a('string');
    });
  }

  it('goes by the path alone where there is a query', async () =>
    expect((await said(http, request('/status?../peers', { host: http }))).status).to.equal(200));

  for (const [part, status] of [
    ['', 400], ['a/b', 400], ['%', 400], ['%ff', 400], ['%00', 404], ['..', 404], ['%2e%2e%2f', 404],
    ['%3Cscript%3Ealert(1)%3C%2Fscript%3E', 404], ['x'.repeat(321), 400], ['%F0%9F%92%A9', 404], ['__proto__', 404],
    ['%E2%80%AE', 404], ['in-999999999999999999', 404],
  ] as const) {
    it(`answers why of ${part.slice(0, 40) || 'nothing'} with ${status}`, async () => {
      const answer = await said(http, request(`/why/${part}`, { host: http }));
      expect(answer.status).to.equal(status);
      expect(faultOf(answer).place).to.equal('target');
      expect(answer.headers['x-content-type-options']).to.equal('nosniff');
    });
  }

  it('is cut off where its headers are too long', async () => {
    for (const head of [`/${'x'.repeat(9_000)} HTTP/1.1\r\n`, `/ HTTP/1.1\r\nX: ${'x'.repeat(9_000)}\r\n`,
      `/ HTTP/1.1\r\n${'Xyz: abc\r\n'.repeat(2_000)}`]) {
      expectRefused(await said(http, `GET ${head}`), 431, { place: 'headers', limit: 8_192 });
    }
  });

  it('is answered, and cut off, where it is no HTTP', async () => {
    for (const noise of ['\x16\x03\x01\x02\x00\x01\x00', 'SSH-2.0-x\r\n', 'GET /status\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']) {
      expectRefused(await said(http, noise), 400, {});
    }
  });

  it('is shown with the headers that keep a browser from doing anything with it', async () => {
    for (const target of ['/', '/status', '/nowhere']) {
      const { headers } = await said(http, request(target, { host: http }));
      expect(headers).to.include({
        'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
          "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers).not.to.have.any.keys('access-control-allow-origin', 'x-powered-by', 'server');
    }
  });

  it('is put out where it sends more ahead than anybody reads', async () => {
    const socket = await connected(http);
    const answer = untilClosed(socket);
    socket.write(request('/status', { host: http, connection: 'keep-alive' }).repeat(2_000));
    expect((await answer).whole.match(/HTTP\/1\.1 200/g)?.length ?? 0).to.be.below(2_000);
  });
});
