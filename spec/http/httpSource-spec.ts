// What a node shows over HTTP, asked by an ordinary client.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Gauge, Registry } from 'prom-client';
import { httpSource } from '../../lib/http/httpSource.ts';
import type { HttpView } from '../../lib/http/view.ts';
import { RingJournal } from '../../lib/journals/ringJournal.ts';
import { httpHouse, type HttpHouse } from '../support/httpHouse.ts';
import { connected, request, said, untilClosed, type RawAnswer } from '../support/rawHttp.ts';
import { promFamilies } from '../support/promText.ts';
import { schemaCheck } from '../support/schemaCheck.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { eventsOf, Town } from '../support/town.ts';
import { until } from '../support/until.ts';

describe('httpSource', () => {
  const folder = tempFolder();
  let town: Town;
  const ended: { readonly running: { unsubscribe(): void } }[] = [];
  beforeEach(() => {
    folder.make();
    town = new Town();
  });
  afterEach(() => {
    ended.splice(0).forEach(({ running }) => running.unsubscribe());
    folder.remove();
  });

  const shown = async (more: Parameters<typeof httpHouse>[2] = {}): Promise<HttpHouse> => {
    const house = await httpHouse(town, 'a', more);
    ended.push(house);
    return house;
  };
  const met = async (): Promise<HttpHouse> => {
    const a = await shown();
    ended.push(town.house('b', { peers: [a.address] }));
    town.advance(5_000);
    return a;
  };
  const get = ({ http }: HttpHouse, target: string, more: Parameters<typeof request>[1] = {}): Promise<RawAnswer> =>
    said(http, request(target, { host: http, ...more }));
  const bodyOf = ({ body }: RawAnswer): unknown => JSON.parse(body);

  it('shows the status, the connections and the network in the shapes of the command line', async () => {
    const a = await met();
    const [status, peers, network] =
      [await get(a, '/status'), await get(a, '/peers'), await get(a, '/network')].map(bodyOf);
    expect(schemaCheck('status')(status)).to.deep.equal([]);
    expect(schemaCheck('peers')(peers)).to.deep.equal([]);
    expect(schemaCheck('network')(network)).to.deep.equal([]);
    expect(status).to.have.nested.property('node.id', a.net.id);
    expect(peers).to.have.length(1);
    expect(network).to.have.property('nodes').with.length(2);
  });

  it('draws the network', async () => {
    const a = await met();
    const [svg, dot] = [await get(a, '/network.svg'), await get(a, '/network.dot')];
    expect(svg.headers['content-type']).to.equal('image/svg+xml; charset=utf-8');
    expect(svg.body).to.match(/^<svg /);
    expect(dot.body).to.match(/^digraph /);
  });

  it('says why, of a subject written as a URL has it', async () => {
    const a = await met();
    const [peer] = [...a.net.state.peers.keys()];
    const told = bodyOf(await get(a, `/why/${peer ?? ''}`)) as { chain: unknown[]; texts: unknown[]; summary: string };
    expect(told.summary).to.match(/it dialled this node/);
    expect(told.texts).to.have.length(told.chain.length);
    const unknown = await get(a, '/why/%5B2001%3Adb8%3A%3A1%5D%3A7000');
    expect([unknown.status, bodyOf(unknown)]).to.deep.equal([404, {
      error: (bodyOf(unknown) as { error: string }).error, place: 'target', value: '[2001:db8::1]:7000',
    }]);
  });

  it('serves the metrics of the node, and none where nobody measures', async () => {
    expect((await get(await shown(), '/metrics')).status).to.equal(404);
    const registry = new Registry();
    new Gauge({ name: 'one', help: 'x', registers: [registry] }).set(1);
    const b = await httpHouse(town, 'b', { metrics: registry });
    ended.push(b);
    const answer = await get(b, '/metrics');
    expect(answer.headers['content-type']).to.equal('text/plain; version=0.0.4; charset=utf-8');
    expect(promFamilies(answer.body).map(({ name }) => name)).to.deep.equal(['one']);
  });

  it('tells a bug of its own from what others do wrong', async () => {
    const failing = { contentType: 'text/plain', metrics: () => Promise.reject(new Error('no memory')) };
    const a = await shown({ metrics: failing });
    const answer = await get(a, '/metrics');
    expect([answer.status, bodyOf(answer)]).to.deep.equal([500, { error: 'a bug of millrace: no memory' }]);
  });

  it('is healthy while the loop goes round, and not when it is stuck', async () => {
    const a = await met();
    const well = await get(a, '/healthy');
    expect([well.status, bodyOf(well)]).to.deep.include.members([200]);
    expect(bodyOf(well)).to.include({ healthy: true, lifecycle: 'running' });
    town.env.scheduler.frame += 11_000; // the clock goes on, and no timer with it
    const stuck = await get(a, '/healthy');
    expect([stuck.status, bodyOf(stuck)]).to.deep.equal([503, { healthy: false, lifecycle: 'running', loopMs: 11_000,
      why: ['the loop has made no turn for 11000 ms, limit 10000'] }]);
  });

  it('is ready when it has joined those it was told of, or was told of nobody', async () => {
    const alone = await shown();
    expect((await get(alone, '/ready')).status).to.equal(200);
    const b = await httpHouse(town, 'b', { config: { peers: ['10.0.0.77:7000'] } });
    ended.push(b);
    const waiting = await get(b, '/ready');
    expect([waiting.status, bodyOf(waiting)]).to.deep.equal([503, { ready: false, lifecycle: 'running', listening: 1,
      edges: 0, configured: 1, why: ['no connection is alive, and 1 addresses are configured'] }]);
    b.net.order({ type: 'dial', address: alone.address });
    town.advance(5_000);
    expect((await get(b, '/ready')).status).to.equal(200);
    expect((await get(b, '/ready', { method: 'HEAD' })).status).to.equal(200);
  });

  it('answers a HEAD with the headers alone', async () => {
    const a = await shown();
    const [head, whole] = [await get(a, '/peers', { method: 'HEAD' }), await get(a, '/peers')];
    expect([head.status, head.body]).to.deep.equal([200, '']);
    expect(head.headers['content-length']).to.equal(String(whole.body.length));
  });

  it('serves the files that were in the folder at the start, and no other', async () => {
    mkdirSync(folder.path('dashboard'));
    const there = { 'index.html': '<p>', 'app-3.js': '1', '.hidden.js': '2', 'x.sh': '3' };
    for (const [name, text] of Object.entries(there)) {
      writeFileSync(join(folder.path('dashboard'), name), text);
    }
    const a = await shown({ dashboard: folder.path('dashboard') });
    writeFileSync(join(folder.path('dashboard'), 'late.js'), '4');
    const [page, script] = [await get(a, '/'), await get(a, '/app-3.js')];
    expect([page.body, page.headers['content-type']]).to.deep.equal(['<p>', 'text/html; charset=utf-8']);
    expect([script.body, script.headers['content-type']]).to.deep.equal(['1', 'text/javascript; charset=utf-8']);
    for (const path of ['/.hidden.js', '/x.sh', '/late.js', '/index.html', '/dashboard/app-3.js']) {
      expect((await get(a, path)).status, path).to.equal(404);
    }
  });

  it('has a plain page where no dashboard is built', async () => {
    const a = await shown();
    expect((await get(a, '/')).body).to.include('<a href="/status">');
  });

  it('says what paths there are to whoever asks for another', async () => {
    const a = await shown();
    const nowhere = await get(a, '/admin');
    expect([nowhere.status, bodyOf(nowhere)]).to.deep.include.members([404]);
    expect(bodyOf(nowhere)).to.include({ place: 'target', value: '/admin' })
      .and.to.have.property('limit').that.includes('/status, /peers');
  });

  it('makes the node stop, and says why, when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const view = { journal: new RingJournal() } as HttpView; // nobody looks
    const house = town.house('a', {
      sources: (_net, env) => ({
        http: httpSource({ address: `127.0.0.1:${port}`, isExposed: false, toListen: 1, view }, env),
      }),
    });
    ended.push(house);
    await until(() => eventsOf(house, 'stop-requested').length > 0);
    expect(eventsOf(house, 'stop-requested')).to.deep.equal(
      [{ type: 'stop-requested', reason: `http 127.0.0.1:${port} cannot be taken: EADDRINUSE` }]);
    await new Promise((resolve) => other.close(resolve));
  });

  it('takes no address that others can reach unless it may', async () => {
    const view = { journal: new RingJournal() } as HttpView;
    const house = town.house('a', {
      sources: (_net, env) => ({
        http: httpSource({ address: '0.0.0.0:0', isExposed: false, toListen: 1, view }, env),
      }),
    });
    ended.push(house);
    await until(() => eventsOf(house, 'stop-requested').length > 0);
    expect(eventsOf(house, 'stop-requested')[0]?.reason).to.match(/^http 0\.0\.0\.0:\d+ is not loopback/);
  });

  it('closes the port and every connection when the node stops', async () => {
    const a = await shown();
    const socket = await connected(a.http);
    const kept = untilClosed(socket);
    socket.write(request('/status', { host: a.http, connection: 'keep-alive' }));
    await new Promise((resolve) => socket.once('data', resolve));
    a.net.stop('enough');
    town.advance(10_000);
    expect((await kept).status).to.equal(200);
    const refused = await connected(a.http).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'ECONNREFUSED');
  });
});
