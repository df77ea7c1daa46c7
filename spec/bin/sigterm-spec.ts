// A process that is told to stop in the midst of its work: what it is answering is answered, all are told goodbye, and
// it ends in time and in good order.
import { expect } from 'chai';
import type { Subscription } from 'rxjs';
import type { PeerClosed } from '../../lib/event.ts';
import { newNodeKey } from '../../lib/identity/nodeKey.ts';
import type { Net } from '../../lib/net.ts';
import { node } from '../../lib/node.ts';
import { RequestError } from '../../lib/peer.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import { reportWhen, runningProgram, startedNode, temporaryFolders, type Running } from '../support/cli.ts';
import { eventReader } from '../support/eventReader.ts';

/** Less than deploy/ lets a node have: Kubernetes, compose and systemd wait 30 s. */
const STOP_MS_MAX = 15_000;
const ASKING = 32;
const SLOW_MS = 1_500;
const PROGRAM = 'spec/support/slowAnswerer.mjs';

const codeOf = (error: unknown): string => (error instanceof RequestError ? error.code : String(error));

/** The answer as text. */
const answered = ({ net, id }: Client, route: string, data = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const error = (cause: unknown): void => reject(cause instanceof Error ? cause : new Error(String(cause)));
    net.ask(id, route, Buffer.from(data)).subscribe({ next: (bytes) => resolve(Buffer.from(bytes).toString()), error });
  });

/** What was asked before has arrived, since frames come in their order. */
const arrived = async (client: Client): Promise<void> => {
  const code = await answered(client, 'nobody').catch(codeOf);
  expect(code).to.equal('no-such-route');
};

interface Client {
  readonly id: string;
  readonly net: Net;
  readonly closed: Promise<PeerClosed>;
}

interface Program extends Running {
  readonly id: string;
  readonly address: string;
}

describe('SIGTERM under load', function () {
  this.timeout(60_000);
  const folders = temporaryFolders();
  const processes: Running[] = [];
  const subscriptions: Subscription[] = [];
  afterEach(async () => {
    subscriptions.splice(0).forEach((subscription) => subscription.unsubscribe());
    await Promise.all(processes.splice(0).map((one) => one.end('SIGKILL')));
    folders.removeAll();
  });

  const program = async (ms: number, ...peers: readonly string[]): Promise<Program> => {
    const started = await runningProgram(/^ready /, PROGRAM, String(ms), ...peers);
    processes.push(started);
    const [, id = '', address = ''] = started.line.split(' ');
    return { ...started, id, address };
  };

  /** Connected when it resolves. */
  const client = async (id: string, address: string): Promise<Client> => {
    const key = await newNodeKey();
    const net = node({ id: key.id, transport: tlsTransport({ key }), peers: [`${id}@${address}`] });
    let close = (_event: PeerClosed): void => undefined;
    const closed = new Promise<PeerClosed>((resolve) => (close = resolve));
    await new Promise<void>((opened, error) => {
      subscriptions.push(net.step$.subscribe({
        next: ({ event }) => {
          if (event.type === 'peer-opened') opened();
          if (event.type === 'peer-closed') close(event);
        },
        error,
      }));
    });
    return { id, net, closed };
  };

  it('ends with goodbyes, every request ended once, all streams closed, and status 0', async () => {
    const target = await startedNode(folders.make(), '--http', '127.0.0.1:0');
    const other = await startedNode(folders.make(), '--peer', target.address);
    processes.push(target, other);
    const stream = await eventReader(target.http);
    await stream.saw('snapshot');
    const { net, closed } = await client(target.id, target.address);
    const counts = { begun: 0, ended: 0 };
    const ask = (): void => { // each time anew until the connection is gone: an error that comes at once would loop
      counts.begun++;
      subscriptions.push(net.ask(target.id, 'nobody', new Uint8Array(0)).subscribe({
        error: (error: unknown) => {
          counts.ended++;
          if (codeOf(error) === 'no-such-route') ask();
        },
      }));
    };
    for (let count = 0; count < ASKING; count++) ask();
    await reportWhen(target.data, ({ incoming }) => incoming.some(({ requests }) => requests > 500));

    const begun = performance.now();
    const ended = await target.end('SIGTERM');
    expect(performance.now() - begun).to.be.below(STOP_MS_MAX);
    expect([ended.code, ended.stderr]).to.deep.equal([0, '']);
    expect(await closed).to.include({ reason: 'stopping', endedBy: 'remote', retryAfterMs: 1_000 });
    await reportWhen(other.data, (report) => (report.closed['out/stopping'] ?? 0) === 1);
    expect(counts.begun).to.be.above(ASKING);
    expect(counts.ended).to.equal(counts.begun);
    stream.end();
  });

  it('answers what it has taken on, and nothing more, before it goes', async () => {
    const target = await program(SLOW_MS);
    const asker = await client(target.id, target.address);
    const answers = Array.from({ length: 8 }, () => answered(asker, 'slow'));
    await arrived(asker);
    const ended = target.end('SIGTERM');
    await target.says(/^stopping SIGTERM$/);
    const late = await answered(asker, 'slow').catch((error: unknown) => error);
    expect(late).to.include({ code: 'rejected', retryAfterMs: 1_000 });
    expect(new Set(await Promise.all(answers))).to.deep.equal(new Set([`answered after ${SLOW_MS} ms`]));
    expect(await asker.closed).to.include({ reason: 'stopping', endedBy: 'remote' });
    expect((await ended).code).to.equal(0);
    expect((await ended).stdout).to.match(/closed in stopping\nstopped\n$/);
  });

  it('lets what it is answering still ask others', async () => {
    const behind = await program(SLOW_MS);
    const target = await program(0, `${behind.id}@${behind.address}`);
    await target.says(new RegExp(`^dialled ${behind.id}$`));
    const asker = await client(target.id, target.address);
    const answer = answered(asker, 'asking', behind.id);
    await arrived(asker);
    const { code, stdout } = await target.end('SIGTERM');
    expect(await answer).to.equal(`answered after ${SLOW_MS} ms`);
    expect(code).to.equal(0);
    expect(stdout).to.match(/closed in stopping\nclosed out stopping\nstopped\n$/);
  });
});
