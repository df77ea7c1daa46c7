// A stranger's client, rsocket-core 0.0.27 over TCP, against our head: what it may do according to RSocket 1.0 works.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { map, NEVER, Observable, of, range, throwError } from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import { RequestError, type Handler } from '../../lib/peer.ts';
import { SocketChannel } from '../../lib/transports/socketChannel.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import type { Session, Signal } from '../../lib/wire/session.ts';
import { answer, counted, to, type RSocket } from '../support/stranger.ts';
import { until } from '../support/until.ts';

const require = createRequire(import.meta.url);
const core = require('rsocket-core') as {
  RSocketClient: new (options: object) => { connect(): { subscribe(to: object): void }; close(): void };
  BufferEncoders: object;
};
const { default: RSocketTcpClient } = require('rsocket-tcp-client') as
  { default: new (options: object, encoders: object) => object };

/** Length, stream, type and flags, position. */
const KEEPALIVE_BYTES = 3 + 4 + 2 + 8;

describe('interoperability with rsocket-core', () => {
  let server: Server;
  let socket: Socket | undefined;
  let head: Session;
  let signals: Signal[];
  let client: { close(): void } | undefined;
  const cancelled: string[] = [];
  const told: string[] = [];

  const handlers: Readonly<Record<string, Handler>> = {
    echo: ({ data }) => of(data),
    count: ({ data }) => range(1, Number(Buffer.from(data).toString())).pipe(map((n) => Buffer.from(String(n)))),
    wait: ({ route }) => new Observable(() => () => void cancelled.push(route)),
    note: ({ data }) => (told.push(Buffer.from(data).toString()), NEVER),
    busy: () => throwError(() => new RequestError('rejected', 'too busy', { retryAfterMs: 5 })),
  };

  const connect = async (options: object = {}): Promise<RSocket> => {
    const { port } = server.address() as AddressInfo;
    const transport = new RSocketTcpClient({ host: '127.0.0.1', port }, core.BufferEncoders);
    const theirs = new core.RSocketClient({
      setup: {
        keepAlive: 60_000, lifetime: 180_000, dataMimeType: 'application/octet-stream',
        metadataMimeType: 'message/x.rsocket.routing.v0', payload: { data: Buffer.from('stranger') }, ...options,
      },
      transport,
    });
    client = theirs;
    return new Promise((resolve, reject) => {
      theirs.connect().subscribe({ onComplete: resolve, onError: reject, onSubscribe: () => undefined });
    });
  };

  beforeEach(async () => {
    signals = [];
    cancelled.length = told.length = 0;
    server = createServer({ allowHalfOpen: true }, (accepted) => {
      socket = accepted;
      const channel = new SocketChannel(accepted, '127.0.0.1:1');
      const handlerFor = (route: string): Handler | undefined =>
        Object.hasOwn(handlers, route) ? handlers[route] : undefined;
      head = openSession({ peer: 'in-1', role: 'head', channel, responder: { handlerFor }, env: realEnv });
      head.signal$.subscribe((signal) => {
        signals.push(signal);
        if (signal.type === 'greeted') head.welcome(Buffer.from('{"our":"hello"}'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    client?.close(); // it ends without a word, and does not listen to its socket any more: no reset may reach it
    await until(() => signals.at(-1)?.type === 'ended');
    socket?.destroy();
    await new Promise((resolve) => server.close(resolve));
    await until(() => !process.getActiveResourcesInfo().some((kind) => kind.startsWith('TCP')));
  });

  it('answers requests, the one for our hello among them, and is greeted with the data of its SETUP', async () => {
    const theirs = await connect();
    expect(await answer(theirs.requestResponse(to('echo', 'hi')))).to.equal('hi');
    expect(await answer(theirs.requestResponse(to('millrace.hello')))).to.equal('{"our":"hello"}');
    const greeting = signals.find((signal) => signal.type === 'greeted');
    expect(Buffer.from(greeting?.hello ?? []).toString()).to.equal('stranger');
  });

  it('tells it why a request failed', async () => {
    const theirs = await connect();
    const failure = await answer(theirs.requestResponse(to('busy'))).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    const { source } = failure as { source: { code: number; message: string } };
    expect(source.code).to.equal(0x202);
    expect(JSON.parse(source.message)).to.deep.equal({ code: 'rejected', message: 'too busy', retryAfterMs: 5 });
  });

  it('streams 10,000 values in credits of 16', async () => {
    const theirs = await connect();
    const { values, over } = await counted(theirs, to('count', '10000'), 16);
    expect(values).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(over).to.equal(0);
  });

  it('cancels a stream while another goes on', async () => {
    const theirs = await connect();
    let cancel = (): void => undefined;
    theirs.requestStream(to('wait')).subscribe({
      onSubscribe: (flow) => {
        flow.request(1);
        cancel = () => flow.cancel();
      },
      onNext: () => undefined, onComplete: () => undefined, onError: () => undefined,
    });
    await answer(theirs.requestResponse(to('echo', '1')));
    cancel();
    await until(() => cancelled.length > 0);
    expect(await answer(theirs.requestResponse(to('echo', '2')))).to.equal('2');
  });

  it('takes what it is told', async () => {
    const theirs = await connect();
    theirs.fireAndForget(to('note', 'a'));
    theirs.fireAndForget(to('note', 'b'));
    await until(() => told.length === 2);
    expect(told).to.deep.equal(['a', 'b']);
  });

  it('answers its keep-alives, so that it stays, and its pings are answered', async () => {
    const theirs = await connect({ keepAlive: 20, lifetime: 10_000 });
    const { bytesOut } = head.traffic;
    await until(() => head.traffic.bytesOut - bytesOut >= 5 * KEEPALIVE_BYTES);
    expect(await answer(theirs.requestResponse(to('echo', 'still here')))).to.equal('still here');
    head.ping();
    await until(() => signals.some((signal) => signal.type === 'heard' && signal.rttMs !== undefined));
  });

  it('sends and takes messages in fragments', async () => {
    const theirs = await connect();
    const large = 'x'.repeat(200_000);
    expect(await answer(theirs.requestResponse(to('echo', large)))).to.equal(large);
  });

  it('is told goodbye as the spec has it', async () => {
    const theirs = await connect();
    const waiting = answer(theirs.requestResponse(to('wait'))).catch((error: unknown) => String(error));
    await answer(theirs.requestResponse(to('echo', 'x')));
    head.goodbye({ reason: 'stopping' });
    expect(await waiting).to.contain('Error');
    await until(() => signals.at(-1)?.type === 'ended');
    expect(signals.at(-1)).to.deep.equal({ type: 'ended', ending: { reason: 'stopping', endedBy: 'local' } });
  });

  it('ends without a word, as that client does', async () => {
    const theirs = await connect();
    await answer(theirs.requestResponse(to('echo', 'x')));
    theirs.close();
    await until(() => signals.at(-1)?.type === 'ended');
    expect(signals.at(-1)).to.deep.equal({ type: 'ended', ending: { reason: 'ended', endedBy: 'network' } });
  });
});
