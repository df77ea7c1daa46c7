// The stream of events: whole, in order, resumed where it was left, and at nobody's cost but the reader's.
import { expect } from 'chai';
import { STREAM_UNREAD_BYTES_MAX, STREAMS_PER_ADDRESS_MAX } from '../../lib/http/limits.ts';
import { entryJson } from '../../lib/status/entryJson.ts';
import { isPassing } from '../../lib/passing.ts';
import { eventReader, type EventReader } from '../support/eventReader.ts';
import { httpHouse, type HttpHouse } from '../support/httpHouse.ts';
import { connected, request, said, untilClosed } from '../support/rawHttp.ts';
import { schemaCheck } from '../support/schemaCheck.ts';
import { Town } from '../support/town.ts';
import { until } from '../support/until.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the stream of events', () => {
  let town: Town;
  let house: HttpHouse;
  const readers: EventReader[] = [];
  beforeEach(async () => {
    town = new Town();
    town.advance(1_000_000_000); // ids of streams begin at the time
    house = await httpHouse(town, 'a');
  });
  afterEach(() => {
    readers.splice(0).forEach((reader) => reader.end());
    house.running.unsubscribe();
  });

  const read = async (headers: Readonly<Record<string, string>> = {}): Promise<EventReader> => {
    const reader = await eventReader(house.http, headers);
    readers.push(reader);
    await reader.saw('snapshot');
    return reader;
  };
  /** Something that leaves so many entries of the journal. */
  const HAPPENED = 4;
  const happen = (reason = 'for a while'): void =>
    house.net.order({ type: 'ban', subject: '203.0.113.9', forMs: 60_000, reason });

  it('begins with when to come back and how everything is', async () => {
    const reader = await read();
    expect(reader.head).to.match(/^HTTP\/1\.1 200 OK\r\n/).and.to.include('content-type: text/event-stream');
    expect(reader.text).to.match(/^retry: \d+\n\nid: \d+\nevent: snapshot\n/);
    const { data: { status, network } } = await reader.saw('snapshot');
    expect(schemaCheck('status')(status)).to.deep.equal([]);
    expect(schemaCheck('network')(network)).to.deep.equal([]);
  });

  it('tells every entry of the journal but the passing ones, each numbered by one more than the last', async () => {
    const reader = await read();
    const entries: unknown[] = [];
    house.net.journal.entry$.subscribe((entry) => isPassing(entry) || entries.push(entryJson(entry)));
    happen();
    town.advance(3_000); // ticks
    happen();
    await reader.saw('entry', entries.length);
    const told = reader.of('entry');
    expect(told.map(({ data: { text: _text, ...entry } }) => entry)).to.deep.equal(JSON.parse(JSON.stringify(entries)));
    const first = (await reader.saw('snapshot')).id ?? 0;
    expect(told.map(({ id }) => id)).to.deep.equal(told.map((_, at) => first + 1 + at));
    expect(told[0]?.data['text']).to.match(/the operator ordered: ban 203\.0\.113\.9/);
  });

  it('reports what has changed, once a second at most', async () => {
    town.advance(5_000); // it has come to agree with itself
    const reader = await read();
    for (let count = 0; count < 9; count++) {
      happen();
      town.advance(100);
    }
    await reader.saw('entry', 9 * HAPPENED);
    expect(reader.of('status')).to.deep.equal([]);
    town.advance(100);
    expect((await reader.saw('status')).data['banned']).to.have.length(1);
    happen();
    await reader.saw('entry', 10 * HAPPENED);
    town.advance(1_000);
    await reader.saw('status', 2);
    town.advance(3_000);
    happen();
    await reader.saw('entry', 11 * HAPPENED);
    expect(reader.of('status')).to.have.length(2); // nothing but ticks in those three seconds
    expect(reader.of('network')).to.deep.equal([]);
  });

  it('reports the network when it has become another', async () => {
    const reader = await read();
    const neighbour = town.house('b', { peers: [house.address] });
    const sizes = (): readonly unknown[] => reader.of('network').map(({ data }) => (data['nodes'] as unknown[]).length);
    for (let seconds = 0; seconds < 10 && !sizes().includes(2); seconds++) {
      town.advance(1_000);
      const { received } = reader;
      await until(() => reader.received > received, 'what happened in a second');
      await turn();
    }
    expect(sizes()).to.include(2);
    neighbour.running.unsubscribe();
  });

  it('goes on where a reader has left', async () => {
    const before = await read();
    happen();
    const { id = 0 } = await before.saw('entry', 2);
    before.end();
    happen();
    const after = await read({ 'last-event-id': String(id) });
    happen();
    const missed = 3 * HAPPENED - 2;
    await after.saw('entry', missed);
    expect(after.of('entry').map((one) => one.id))
      .to.deep.equal(Array.from({ length: missed }, (_, at) => id + 1 + at));
    expect((await after.saw('snapshot')).id).to.equal(id);
    expect(after.of('gap')).to.deep.equal([]);
  });

  for (const lastId of ['1', '0', '-1', '1e3', 'x', '9007199254740993', '99999999999999999999', '1767225600000']) {
    it(`says that there is a gap after ${lastId}`, async () => {
      happen();
      const reader = await read({ 'last-event-id': lastId });
      const gap = await reader.saw('gap');
      expect(gap.data).to.deep.equal({ after: lastId, next: ((await reader.saw('snapshot')).id ?? 0) + 1 });
      happen();
      expect((await reader.saw('entry')).id).to.equal(gap.data['next']);
    });
  }

  it('says that there is a gap where more was missed than is kept', async () => {
    const { id = 0 } = await (await read()).saw('snapshot');
    for (let count = 0; count < 1_000; count++) happen();
    expect((await (await read({ 'last-event-id': String(id) })).saw('gap')).data['after']).to.equal(String(id));
    const near = await read({ 'last-event-id': String(id + 1_000 * HAPPENED - 10) });
    await near.saw('entry', 10);
    expect(near.of('gap')).to.deep.equal([]);
  });

  it('beats every fifteen seconds, so that nobody on the way forgets it', async () => {
    const reader = await read();
    town.advance(14_000);
    happen();
    await reader.saw('entry');
    expect(reader.beats).to.equal(0);
    town.advance(2_000);
    await until(() => reader.beats === 1, 'a beat');
    town.advance(15_000);
    await until(() => reader.beats === 2, 'a second one');
  });

  it('drops who does not read, keeps no more for him than its bound, and spares who does', async () => {
    const honest = await read();
    const socket = await connected(house.http);
    let received = 0;
    socket.on('data', (bytes) => (received += bytes.length)).on('error', () => undefined);
    socket.write(request('/events', { host: house.http }));
    await until(() => received > 0);
    socket.pause();
    let closed = false;
    socket.once('close', () => (closed = true));
    let sent = 0;
    for (let count = 0; count < 500; count++) { // 30 MB: more than any system's buffers and the bound
      happen('x'.repeat(20_000));
      sent += 60_000;
      await turn();
    }
    await honest.saw('entry', 500 * HAPPENED);
    socket.resume();
    await until(() => closed, 'the end');
    expect(received).to.be.below(sent / 2).and.above(STREAM_UNREAD_BYTES_MAX / 2);
  }).timeout(20_000);

  it('has so many places, and says so', async () => {
    for (let count = 0; count < STREAMS_PER_ADDRESS_MAX; count++) await read();
    const refused = await said(house.http, request('/events', { host: house.http }));
    expect([refused.status, refused.headers['retry-after']]).to.deep.equal([503, '10']);
    expect(JSON.parse(refused.body)).to.include({ limit: STREAMS_PER_ADDRESS_MAX });
    readers.shift()?.end();
    let status = 0;
    for (let tries = 0; status !== 200 && tries < 100; tries++) {
      const reader = await eventReader(house.http);
      readers.push(reader);
      await until(() => reader.head !== '');
      status = Number(reader.head.slice(9, 12));
    }
    expect(status).to.equal(200); // once the server has seen that the first one left
  });

  it('ends with the node', async () => {
    const socket = await connected(house.http);
    const whole = untilClosed(socket);
    socket.write(request('/events', { host: house.http }));
    await new Promise((resolve) => socket.once('data', resolve));
    house.net.stop('enough');
    town.advance(10_000);
    expect((await whole).whole).to.include('event: snapshot');
    expect(town.env.scheduler.now()).to.be.above(0);
  });
});
