// A stranger's client, rsocket-core 0.0.27 over TLS, at a whole node with real sockets: what docs/protocol.md allows
// works, and what it forbids is refused, with the reason in the node's events, in its log, and where one is said, in
// the client's ears. Only the clock is virtual.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { format } from 'node:util';
import { expect } from 'chai';
import debug from 'debug';
import { map, merge, NEVER, Observable, of, range, type Subscription } from 'rxjs';
import { journalLog } from '../../lib/bin/journalLog.ts';
import { realEnv } from '../../lib/env.ts';
import type { Event, EventOf } from '../../lib/event.ts';
import { newNodeKey, type NodeKey } from '../../lib/identity/nodeKey.ts';
import type { Net } from '../../lib/net.ts';
import { node } from '../../lib/node.ts';
import type { Step } from '../../lib/step.ts';
import { statusReport } from '../../lib/status/statusReport.ts';
import { meaning } from '../../lib/status/howItEnded.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import { encode } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { noSocketsLeft } from '../support/ends.ts';
import { framesOf, request, saidIn } from '../support/rawEnd.ts';
import { textOf } from '../support/sessionPair.ts';
import {
  answer, counted, helloOf, someone, Stranger, tlsOptions, to, type Goodbye, type RSocket, type Someone,
} from '../support/stranger.ts';
import { until } from '../support/until.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

/** A real node but for its clock. */
class Host {
  readonly clock = new VirtualEnv();
  readonly net: Net;
  readonly events: Event[] = [];
  readonly cancelled: string[] = [];
  readonly told: string[] = [];
  readonly #running: Subscription;

  constructor(key: NodeKey) {
    const env = { ...realEnv, scheduler: this.clock.scheduler };
    this.net = node({ id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'], env });
    this.net.respond('echo', ({ data }) => of(data));
    this.net.respond('count', ({ data }) => range(1, Number(textOf(data))).pipe(map((n) => Buffer.from(String(n)))));
    this.net.respond('wait', ({ route }) => new Observable(() => () => void this.cancelled.push(route)));
    this.net.respond('note', ({ data }) => (this.told.push(textOf(data)), NEVER));
    this.#running = merge(this.net.step$, journalLog(this.net.journal))
      .subscribe(({ event }: Step) => this.events.push(event));
  }

  of<T extends Event['type']>(type: T): readonly EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  async heard<T extends Event['type']>(type: T): Promise<EventOf<T>> {
    await until(() => this.of(type).length > 0, type);
    return this.of(type)[0]!;
  }

  async port(): Promise<number> {
    const { address } = await this.heard('listening-started');
    return Number(address.split(':')[1]);
  }

  leave(): void {
    this.#running.unsubscribe();
  }
}

const connections = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCPSocket|TLS)/.test(kind)).length;

describe('a stranger', () => {
  let key: NodeKey;
  let me: Someone;
  let host: Host;
  let port: number;
  let lines: string[];
  const open: { destroy(): void }[] = [];
  const { log } = debug;

  before(async () => {
    [key, me] = await Promise.all([newNodeKey(), someone()]);
  });

  beforeEach(async () => {
    lines = [];
    debug.log = (...said: unknown[]) => void lines.push(format(...said));
    debug.enable('millrace:*');
    host = new Host(key);
    port = await host.port();
  });

  afterEach(async () => {
    host.leave();
    for (const one of open.splice(0)) one.destroy();
    debug.disable();
    debug.log = log;
    await noSocketsLeft();
  });

  const stranger = (setup: object = {}): Stranger => {
    const made = new Stranger(tlsOptions(me, port), helloOf(me.id, { label: 'stranger' }), setup);
    open.push(made);
    return made;
  };

  /** Welcomed: one that has been answered is. */
  const welcomed = async (setup: object = {}): Promise<RSocket> => {
    const theirs = await stranger(setup).connect();
    expect(await answer(theirs.requestResponse(to('echo', 'hi')))).to.equal('hi');
    return theirs;
  };

  it('is an incoming peer with the id of its certificate, in events and in the report', async () => {
    await welcomed();
    expect(await host.heard('peer-opened')).to.deep.include({ peer: 'in-1', direction: 'in', node: me.id });
    const { incoming } = statusReport(host.net.state, 0, { rssBytes: 0, eventLoopDelayMsP99: 0 });
    expect(incoming).to.have.length(1);
    expect(incoming[0]).to.deep.include({ peer: 'in-1', id: me.id, label: 'stranger' });
  });

  it('is told who the node is, and where it stands', async () => {
    const theirs = await welcomed();
    const hello = JSON.parse(await answer(theirs.requestResponse(to('millrace.hello')))) as Record<string, unknown>;
    expect(hello).to.deep.include(
      { version: 1, network: 'millrace', id: key.id, addresses: [`127.0.0.1:${port}`] });
    expect(hello['nonce']).to.match(/^[\w-]{43}$/);
    const nobody = '\0\0'; // a question about no nodes: the answer is a bulletin without items
    const bulletin = await answer(theirs.requestResponse(to('millrace.get', nobody)));
    expect(bulletin.codePointAt(0)).to.equal(1);
  });

  it('takes 10,000 values in credits of 16, and never one more than it asked for', async () => {
    const theirs = await welcomed();
    const { values, over } = await counted(theirs, to('count', '10000'), 16);
    expect(values).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(over).to.equal(0);
  });

  it('is sent no more than it asked for, however long it waits', async () => {
    const theirs = await welcomed();
    let came = 0;
    theirs.requestStream(to('count', '100')).subscribe({
      onSubscribe: (flow) => flow.request(16),
      onNext: () => (came += 1), onComplete: () => undefined, onError: () => undefined,
    });
    for (let round = 0; round < 20; round++) await answer(theirs.requestResponse(to('echo', 'x')));
    expect(came).to.equal(16);
  });

  it('cancels a stream, and its handler is let go of, while others are answered', async () => {
    const theirs = await welcomed();
    let cancel = (): void => undefined;
    theirs.requestStream(to('wait')).subscribe({
      onSubscribe: (flow) => {
        flow.request(1);
        cancel = () => flow.cancel();
      },
      onNext: () => undefined, onComplete: () => undefined, onError: () => undefined,
    });
    expect(await answer(theirs.requestResponse(to('echo', '1')))).to.equal('1');
    expect(host.cancelled).to.deep.equal([]);
    cancel();
    await until(() => host.cancelled.length === 1, 'the cancel');
    expect(await answer(theirs.requestResponse(to('echo', '2')))).to.equal('2');
  });

  it('tells, and is not answered', async () => {
    const theirs = await welcomed();
    theirs.fireAndForget(to('note', 'a'));
    theirs.fireAndForget(to('note', 'b'));
    await until(() => host.told.length === 2, 'what it told');
    expect(host.told).to.deep.equal(['a', 'b']);
  });

  it('keeps alive and is kept alive: each answers the other', async () => {
    const one = stranger({ keepAlive: 5 }); // its clock is real, so what is counted is answers, and not time
    const theirs = await one.connect();
    const answers = (): number =>
      framesOf(one.heard).filter((frame) => frame.type === 'KEEPALIVE' && !frame.respond).length;
    await until(() => answers() >= 10, 'the answers to its pings');
    expect(await answer(theirs.requestResponse(to('echo', 'still here')))).to.equal('still here');
    host.clock.advance(15_000);
    await until(() => host.of('peer-heard').some(({ rttMs }) => rttMs !== undefined), 'its answer to our ping');
    expect(host.of('peer-closed')).to.deep.equal([]);
  });

  it('leaves, and that is told once', async () => {
    const theirs = await welcomed();
    theirs.close();
    expect(await host.heard('peer-closed')).to.deep.include(
      { peer: 'in-1', direction: 'in', node: me.id, phase: 'alive', reason: 'ended', endedBy: 'network' });
    host.clock.advance(60_000);
    expect(host.of('peer-closed')).to.have.length(1);
    expect(statusReport(host.net.state, 0, { rssBytes: 0, eventLoopDelayMsP99: 0 })).to.deep.include(
      { incoming: [], closed: { 'in/ended': 1 } });
  });

  it('hears goodbye when the node stops', async () => {
    const one = stranger();
    const theirs = await one.connect();
    await answer(theirs.requestResponse(to('echo', 'hi')));
    host.net.stop('test');
    await until(() => one.goodbye !== undefined, 'the goodbye');
    expect(one.goodbye).to.deep.include({ code: 0x102, reason: 'stopping' });
    expect(await host.heard('peer-closed')).to.deep.include({ reason: 'stopping', endedBy: 'local' });
  });

  type Closed = Pick<EventOf<'peer-closed'>, 'reason' | 'phase'> & Partial<EventOf<'peer-closed'>>;

  /** Once, in events and in the log, and nothing stays open. */
  const closedOnce = async (expected: Closed, detail: RegExp): Promise<void> => {
    const closed = await host.heard('peer-closed');
    expect(closed).to.deep.include({ peer: 'in-1', direction: 'in', ...expected });
    expect(closed.detail).to.match(detail);
    await until(() => connections() === 0, 'the end of its socket');
    host.clock.advance(60_000);
    expect(host.of('peer-closed')).to.have.length(1);
    expect(host.of('peer-opened')).to.deep.equal([]);
    const said = lines.filter((line) => line.includes('millrace:event') && line.includes(' closed while '));
    expect(said).to.have.length(1);
    expect(said[0]).to.contain(`closed while ${closed.phase}: `).and.to.contain(meaning(closed.reason));
    expect(said[0]).to.match(detail);
  };

  const tlsRefusals: Readonly<Record<string, readonly [object, Closed['reason'], RegExp]>> = {
    'offers another protocol': [{ ALPNProtocols: ['h2'] }, 'tls-failed', /ERR_SSL_NO_APPLICATION_PROTOCOL/],
    'offers no protocol': [{ ALPNProtocols: [] }, 'tls-failed', /no ALPN protocol in common/],
    'speaks TLS 1.2': [{ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }, 'tls-failed', /UNSUPPORTED_PROTOCOL/],
    'shows no certificate': [{ key: undefined, cert: undefined }, 'bad-certificate', /none was shown/],
  };
  for (const [what, [options, reason, detail]] of Object.entries(tlsRefusals)) {
    it(`is refused when it ${what}`, async () => {
      const one = new Stranger({ ...tlsOptions(me, port), ...options }, helloOf(me.id));
      open.push(one);
      await one.connect();
      await closedOnce({ reason, phase: 'securing', endedBy: 'network' }, detail);
      expect(one.goodbye).to.equal(undefined);
    });
  }

  it('does no harm by being refused in its handshake, however often', async () => {
    const refused = 20; // freeing a connection from within its handshake ended the process at one in three
    for (let count = 1; count <= refused; count++) {
      const { key: pem, cert, ...rest } = tlsOptions(me, port);
      const options = count % 2 === 0 ? rest : { ...rest, key: pem, cert, ALPNProtocols: [] };
      const socket = connectTls(options as ConnectionOptions).on('error', () => undefined).resume();
      open.push(socket);
      await until(() => host.of('peer-closed').length === count, 'its end');
    }
    const reasons = host.of('peer-closed').map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === 'tls-failed')).to.have.length(refused / 2);
    expect(reasons.filter((reason) => reason === 'bad-certificate')).to.have.length(refused / 2);
    expect(await answer((await stranger().connect()).requestResponse(to('echo', 'hi')))).to.equal('hi');
  });

  const OTHER = 'a'.repeat(32);
  const REJECTED: Partial<Goodbye> = { code: 0x003 };
  const helloRefusals: Readonly<Record<string, readonly [(id: string) => Buffer, Closed, RegExp, Partial<Goodbye>]>> = {
    'says to be another node than it has proven':
      [() => helloOf(OTHER), { reason: 'wrong-identity', phase: 'greeted' }, /hello of a{32}, expected/, REJECTED],
    'is of another network':
      [(id) => helloOf(id, { network: 'elsewhere' }), { reason: 'other-network', phase: 'greeted' },
        /network "elsewhere", here: "millrace"/, REJECTED],
    'speaks another version':
      [(id) => helloOf(id, { version: 2 }), { reason: 'other-version', phase: 'greeted' },
        /version 2, spoken here: 1/, { ...REJECTED, detail: 'version 2, spoken here: 1' }],
    'says no JSON':
      [() => Buffer.from('hello'), { reason: 'protocol', phase: 'greeting' }, /hello is not JSON/, { code: 0x001 }],
    'leaves out what a hello needs':
      [() => Buffer.from('{"version":1}'), { reason: 'protocol', phase: 'greeting' }, /network/, { code: 0x001 }],
    'says a hello that was written for another channel':
      [(id) => helloOf(id, { nonce: 'A'.repeat(43) }), { reason: 'protocol', phase: 'greeting' },
        /nonce/, { code: 0x001 }],
    'says more than 4 KiB':
      [(id) => helloOf(id, { more: 'x'.repeat(4_096) }), { reason: 'too-big', phase: 'greeting' },
        /frame of .*, limit 4 KiB/, { code: 0x001 }],
  };
  for (const [what, [hello, expected, detail, goodbye]] of Object.entries(helloRefusals)) {
    it(`is refused when it ${what}, and hears why`, async () => {
      const one = new Stranger(tlsOptions(me, port), hello(me.id));
      open.push(one);
      await one.connect();
      await until(() => one.goodbye !== undefined, 'the goodbye');
      expect(one.goodbye).to.deep.include({ reason: expected.reason, ...goodbye });
      await closedOnce({ ...expected, endedBy: 'local', node: me.id }, detail);
    });
  }

  describe('by hand', () => {
    const heard: Uint8Array[] = [];
    const follow = (socket: Socket): Socket => {
      heard.length = 0;
      open.push(socket);
      return socket.on('error', () => undefined).on('data', (bytes) => void heard.push(bytes));
    };
    const secured = async (): Promise<Socket> => {
      const socket = follow(connectTls(tlsOptions(me, port)));
      await host.heard('peer-secured');
      return socket;
    };
    const last = (): Frame | undefined => framesOf(heard).at(-1);

    it('is refused when it asks before SETUP, and hears why', async () => {
      (await secured()).write(encode(request('REQUEST_RESPONSE', 1, 'echo', 'hi')));
      await closedOnce({ reason: 'protocol', phase: 'greeting', endedBy: 'local' }, /REQUEST_RESPONSE before SETUP/);
      expect(saidIn(last())).to.deep.equal(
        { code: 0x001, reason: 'protocol', detail: 'REQUEST_RESPONSE before SETUP' });
    });

    it('has 5 s for its hello, and hears that they are over', async () => {
      await secured();
      host.clock.advance(4_999);
      expect(host.of('peer-closing')).to.deep.equal([]);
      host.clock.advance(1);
      await closedOnce({ reason: 'timed-out', phase: 'greeting', endedBy: 'local' }, /greeting took longer than 5000/);
      expect(saidIn(last())).to.deep.equal({ code: 0x003, reason: 'timed-out' });
    });

    it('has 5 s for the handshake, and is cut off after them', async () => {
      follow(connectTcp(port, '127.0.0.1'));
      await host.heard('peer-connected');
      host.clock.advance(4_999);
      expect(host.of('peer-closed')).to.deep.equal([]);
      host.clock.advance(1);
      await closedOnce({ reason: 'timed-out', phase: 'securing', endedBy: 'local' }, /securing took longer than 5000/);
      expect(heard).to.deep.equal([]);
    });
  });

  it('is not who was dialled: the node leaves before it says a word', async () => {
    const dialler = new Host(await newNodeKey());
    open.push({ destroy: () => dialler.leave() });
    await dialler.port();
    dialler.net.order({ type: 'dial', address: `${OTHER}@127.0.0.1:${port}` });
    const closed = await dialler.heard('peer-closed');
    expect(closed).to.deep.include({ direction: 'out', reason: 'wrong-identity', phase: 'securing', endedBy: 'local' });
    expect(closed.detail).to.contain(`the key is of node ${key.id}, expected ${OTHER}`);
    expect(await host.heard('peer-closed')).to.deep.include({ direction: 'in', endedBy: 'network' });
    await until(() => connections() === 0, 'the end of the socket');
    expect(lines.filter((line) => line.includes(meaning('wrong-identity')))).to.have.length.of.at.least(1);
    expect([dialler, host].map((one) => one.of('peer-closed').length)).to.deep.equal([1, 1]);
  });
});
