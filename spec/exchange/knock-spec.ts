// A knock at a door on real sockets: what opens by itself is not yet somebody.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import {
  finalize, firstValueFrom, lastValueFrom, materialize, mergeMap, ReplaySubject, tap, TimeoutError,
} from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import { knock } from '../../lib/exchange/knock.ts';
import { newNodeKey, type NodeKey } from '../../lib/identity/nodeKey.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import { noSocketsLeft } from '../support/ends.ts';

/** The word may take long where it comes, and is waited for shortly where none ever will. */
const AMPLE_MS = 10_000;
const SHORT_MS = 30;

/** What came of it: nothing when the node lives, or else the error. */
const knocked = (address: string, node: string, key: NodeKey, wordMs = AMPLE_MS): Promise<unknown> =>
  lastValueFrom(
    knock(address, node, { transport: tlsTransport({ key }), env: realEnv }, { openMs: AMPLE_MS, wordMs }),
    { defaultValue: 'nothing' },
  ).catch((error: unknown) => error);

describe('a knock at a door', () => {
  let own: NodeKey;
  before(async () => {
    own = await newNodeKey();
  });
  afterEach(noSocketsLeft);

  it('finds a node that proves its key, and not another one where it was', async () => {
    const key = await newNodeKey();
    const address$ = new ReplaySubject<string>(1);
    const open = tlsTransport({ key }).listen('127.0.0.1:0').pipe(
      tap(({ address }) => address$.next(address)),
      mergeMap(({ connection$ }) => connection$),
      mergeMap((connection) => connection.secure().pipe(
        mergeMap((channel) => channel.bytes$.pipe(finalize(() => channel.destroy()))),
        materialize(), // who knocks lets go, one way or another
      )),
    ).subscribe();
    const address = await firstValueFrom(address$, { defaultValue: 'nowhere' });
    expect(await knocked(address, key.id, own)).to.equal(undefined);
    expect(await knocked(address, own.id, own)).to.include({ code: 'wrong-identity' });
    open.unsubscribe();
  });

  it('is not taken in by a kernel that opens for a process that does not come to it', async () => {
    const sockets = new Set<Socket>();
    const server = createServer({ pauseOnConnect: true }, (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await knocked(`127.0.0.1:${port}`, own.id, own, SHORT_MS)).to.be.instanceOf(TimeoutError);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
