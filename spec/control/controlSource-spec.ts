// The control socket of a node in memory, over a real socket: requests, answers, and what is not one.
import { existsSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { expect } from 'chai';
import { firstValueFrom, lastValueFrom, takeWhile, tap, toArray } from 'rxjs';
import { controlClient } from '../../lib/control/controlClient.ts';
import { CONTROL_CONNECTIONS_MAX, controlSource } from '../../lib/control/controlSource.ts';
import type { SupportView } from '../../lib/control/answers.ts';
import type { OrderOutcome } from '../../lib/control/orderOutcome.ts';
import type { Answer, ControlRequest, EventsRequest } from '../../lib/control/protocol.ts';
import type { EntryJson } from '../../lib/status/entryJson.ts';
import { statusReport, type Report } from '../../lib/status/statusReport.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { eventsOf, peersIn, idOfLetter, Town, type House } from '../support/town.ts';

const FIGURES = { rssBytes: 0, eventLoopDelayMsP99: 0 };

describe('the control socket', () => {
  const folder = tempFolder();
  let town: Town;
  let houses: House[] = [];
  const path = (): string => folder.path('control.sock');
  beforeEach(() => {
    folder.make();
    town = new Town();
  });
  afterEach(() => {
    houses.splice(0).forEach(({ running }) => running.unsubscribe());
    expect(existsSync(path())).to.equal(false);
    folder.remove();
  });

  const house = async (): Promise<House> => {
    let opened = (): void => undefined;
    const open = new Promise<void>((resolve) => (opened = resolve));
    const a = town.house('a', {
      sources: (net, env) => {
        const made = (): Report => statusReport(net.state, env.scheduler.now(), FIGURES);
        const view = { state: () => net.state, report: made, journal: net.journal };
        return { control: controlSource({ path: path(), view, opened }, env) };
      },
    });
    houses = [a];
    await open;
    return a;
  };
  const met = async (): Promise<House> => {
    const a = await house();
    houses.push(town.house('b', { peers: [a.address] }));
    town.advance(5_000);
    return a;
  };
  const ask = (request: ControlRequest): Promise<unknown> =>
    lastValueFrom(controlClient(path()).ask(request), { defaultValue: undefined });
  const refusal = (request: ControlRequest): Promise<string> =>
    ask(request).then(() => 'no refusal', (error: unknown) => (error as Error).message);

  /** What comes back for what is written, line by line, until the end. */
  const raw = (text: string, end: boolean): Promise<readonly Answer[]> =>
    new Promise((resolve, reject) => {
      const socket = connect(path());
      let said = '';
      socket.on('data', (bytes) => (said += bytes.toString())).on('error', reject);
      socket.on('close', () => resolve(said.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Answer)));
      if (end) socket.end(text);
      else socket.write(text);
    });

  it('is open to its owner alone', async () => {
    await house();
    expect(statSync(path()).mode & 0o777).to.equal(0o600);
  });

  it('answers with the report and the connections', async () => {
    const { net } = await met();
    const status = (await ask({ do: 'status' })) as Report;
    expect([status.node.id, status.incoming.length]).to.deep.equal([net.id, 1]);
    expect(await ask({ do: 'peers' })).to.have.length(1);
  });

  it('answers why in entries and in sentences', async () => {
    await met();
    const answer = await ask({ do: 'why', subject: 'in-1' });
    expect(answer).to.have.property('texts').with.length((answer as { chain: unknown[] }).chain.length);
    expect(await refusal({ do: 'why', subject: 'in-9' })).to.match(/^nothing is known of in-9/);
  });

  it('says which connections an order has touched', async () => {
    const a = await met();
    const dialled = (await ask({ do: 'order', request: { type: 'dial', address: '10.0.0.9:7000' } })) as OrderOutcome;
    const there = peersIn(a).filter(({ address }) => address === '10.0.0.9:7000');
    expect([dialled.peers, there.length]).to.deep.equal([there.map(({ peer }) => peer), 1]);
    const b = idOfLetter('b').slice(0, 8);
    const dropped = (await ask({ do: 'order', request: { type: 'drop', subject: b } })) as OrderOutcome;
    expect(dropped.peers).to.deep.equal(['in-1']);
    expect(a.net.journal.get(dropped.entry)).to.have.property('by', 'control');
    const banned = { type: 'ban', subject: '[::1]', forMs: 1_000, reason: 'x' } as const;
    expect(await ask({ do: 'order', request: banned })).to.deep.include({ peers: [], subjects: ['::1'] });
    const unban = { type: 'unban', subject: '::1' } as const;
    expect(await ask({ do: 'order', request: unban })).to.deep.include({ subjects: ['::1'] });
  });

  it('answers with the guard that refused, and with what an order does not fit, before anything happens', async () => {
    const a = await met();
    const self = { type: 'dial', address: `${a.net.id}@10.0.0.1:7000` } as const;
    expect(await refusal({ do: 'order', request: self })).to.match(/^refused by guard notSelf: /);
    const before = eventsOf(a, 'command-requested').length;
    const drop = { type: 'drop', subject: 'out-9' } as const;
    expect(await refusal({ do: 'order', request: drop })).to.match(/^no connection is out-9/);
    expect(await refusal({ do: 'order', request: { type: 'unban', subject: '10.0.0.7' } })).to.match(/nobody is$/);
    const ban = { type: 'ban', forMs: 1, reason: 'x' } as const;
    expect(await refusal({ do: 'order', request: { ...ban, subject: 'in-9' } })).to.match(/^no connection is in-9/);
    expect(await refusal({ do: 'order', request: { ...ban, subject: 'a b' } })).to.match(/^a b cannot be banned/);
    expect(eventsOf(a, 'command-requested')).to.have.length(before);
    expect(peersIn(a)).to.have.length(1);
  });

  it('streams what happens, without ticks unless they are asked for, and says when the node stops', async () => {
    const { net } = await house();
    const isBan = (line: unknown): boolean => JSON.stringify(line).includes('subject-banned');
    const types = (all: boolean): Promise<readonly unknown[]> =>
      lastValueFrom(
        controlClient(path()).ask({ do: 'events', all }).pipe(takeWhile((line) => !isBan(line), true), toArray()),
        { defaultValue: [] },
      );
    const listening = [types(false), types(true)];
    await ask({ do: 'status' }); // those two have been accepted before it
    town.advance(1_000);
    net.order({ type: 'ban', subject: '10.0.0.7', forMs: 1_000, reason: 'x' });
    const [few, all] = await Promise.all(listening);
    expect(JSON.stringify(few)).to.include('subject-banned').and.not.include('"ticked"');
    expect(JSON.stringify(all)).to.include('"ticked"');
    const rest = controlClient(path()).ask({ do: 'events' }).pipe(toArray());
    const told = lastValueFrom(rest, { defaultValue: [] });
    await ask({ do: 'status' });
    houses.splice(0).forEach(({ running }) => running.unsubscribe());
    expect(await told).to.deep.equal([]);
  });

  const past = async (
    request: Omit<EventsRequest, 'do' | 'isPast'>,
  ): Promise<readonly { readonly entry: EntryJson }[]> => {
    const line$ = controlClient(path()).ask({ do: 'events', isPast: true, ...request });
    const lines = await lastValueFrom(line$.pipe(toArray()), { defaultValue: [] });
    return lines as { entry: EntryJson }[];
  };
  const typesIn = (lines: readonly { readonly entry: EntryJson }[]): ReadonlySet<string> =>
    new Set(lines.map(({ entry }) => entry.type));

  it('tells what it remembers, since a moment and of the types that are asked for', async () => {
    const a = await met();
    const all = await past({ since: 0 });
    expect(typesIn(all)).to.include('node-started').and.include('peer-opened').and.not.include('ticked');
    expect(all.map(({ entry }) => entry.id)).to.deep.equal(all.map(({ entry }) => entry.id).sort((x, y) => x - y));
    expect(typesIn(await past({ since: 0, types: ['peer-opened'] }))).to.deep.equal(new Set(['peer-opened']));
    const now = town.env.scheduler.now();
    a.net.order({ type: 'ban', subject: '10.0.0.7', forMs: 1_000, reason: 'x' });
    expect(typesIn(await past({ since: now }))).to.include('subject-banned').and.not.include('peer-opened');
  });

  it('leaves no gap before what comes next, and sends more than an unread connection may hold', async () => {
    const a = await met();
    const ban = (number: number): void =>
      a.net.order({ type: 'ban', subject: '10.0.0.7', forMs: 1_000, reason: `${number} ${'x'.repeat(500)}` });
    for (let number = 0; number < 1_500; number++) ban(number); // over two megabytes
    const isLast = (line: unknown): boolean => JSON.stringify(line).includes('"1502 x');
    let count = 0;
    const told$ = controlClient(path()).ask({ do: 'events', since: 0, types: ['subject-banned'] }).pipe(
      tap(() => {
        count++;
        if (count === 100) ban(1_500);
        if (count === 1_501) ban(1_501);
        if (count === 1_502) ban(1_502);
      }),
      takeWhile((line) => !isLast(line), true), toArray());
    const told = await lastValueFrom(told$, { defaultValue: [] });
    const numbers = told.map((line) => Number(/"(\d+) x/.exec(JSON.stringify(line))?.[1]));
    expect(numbers).to.deep.equal(Array.from({ length: 1_503 }, (_, at) => at));
  });

  it('gives all of one moment to whoever is to be shown what is wrong', async () => {
    const a = await met();
    const view = (await ask({ do: 'support' })) as SupportView;
    expect(view.status.node.id).to.equal(a.net.id);
    expect(view.peers).to.have.length(1);
    expect(view.network).to.have.property('digest');
    expect(view.journal.map(({ type }) => type)).to.include('peer-opened');
    expect(view.config).to.deep.equal({});
  });

  const malformed: readonly (readonly [string, string, string])[] = [
    ['no JSON', 'hello', 'not a line of JSON'],
    ['no object', '[1]', 'not a JSON object'],
    ['an unknown request', '{"do":"reboot"}', 'do must be one of status, peers, network, events, support, why, order'],
    ['no subject', '{"do":"why"}', 'subject must be text that is not empty'],
    ['an unknown order', '{"do":"order","request":{"type":"stop"}}', 'type must be one of dial, drop'],
    ['an order that is none', '{"do":"order","request":7}', 'request must be an object'],
    ['a time that is none', '{"do":"events","since":"soon"}', 'since must be milliseconds'],
    ['types that are none', '{"do":"events","types":[1]}', 'types must be a list'],
    ['no address', '{"do":"order","request":{"type":"dial","address":"x"}}', 'not HOST:PORT'],
    ['a ban for no time', '{"do":"order","request":{"type":"ban","subject":"x","forMs":0}}', 'forMs must be'],
    ['a line that is too long', `{"do":"${'x'.repeat(70_000)}"}`, 'limit 65536'],
  ];
  for (const [what, line, error] of malformed) {
    it(`answers ${what} with what is wrong`, async () => {
      await house();
      const [answer, end] = await raw(`${line}\n`, false);
      expect(answer).to.have.property('error').that.includes(error);
      expect(end).to.deep.equal({ end: 'answered' });
    });
  }

  it('takes a request without a newline at the end of what is sent', async () => {
    await house();
    expect((await raw('{"do":"peers"}', true))[0]).to.deep.equal({ ok: true, result: [] });
  });

  it('does not wait for ever for a request line', async () => {
    await house();
    const answer = raw('{"do":', false);
    await ask({ do: 'status' }); // the one before has been accepted
    town.advance(30_000);
    expect((await answer)[0]).to.deep.equal({ ok: false, error: 'no request line within 30 s' });
  });

  it('turns away more connections than it holds, with a word', async () => {
    await house();
    const sockets = Array.from({ length: CONTROL_CONNECTIONS_MAX }, () => connect(path()));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await refusal({ do: 'status' })).to.include(`limit ${CONTROL_CONNECTIONS_MAX}`);
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve).destroy())));
  });

  it('makes the node stop, and says why, when its path cannot be taken', async () => {
    const server = createServer().listen(path());
    await new Promise((resolve) => server.once('listening', resolve));
    const { net } = town.house('c');
    const view = { state: () => net.state, report: () => statusReport(net.state, 0, FIGURES), journal: net.journal };
    const event = await firstValueFrom(controlSource({ path: path(), view }, town.env), { defaultValue: undefined });
    expect(event).to.include({ type: 'stop-requested' });
    expect(event).to.have.property('reason').that.matches(/^another process listens on the control socket /);
    await new Promise((resolve) => server.close(resolve));
  });

  it('tells a client that nobody listens there', async () => {
    const message = await refusal({ do: 'status' });
    expect(message).to.match(/^nobody listens on .*control\.sock \(ENOENT\)$/);
  });
});
