// What the TLS transport refuses, attacked from both sides by plain `node:tls`.
import { X509Certificate } from 'node:crypto';
import {
  connect as connectTcp, createServer as createTcpServer, type AddressInfo, type Server, type Socket,
} from 'node:net';
import { connect, createServer, type ConnectionOptions, type TLSSocket, type TlsOptions } from 'node:tls';
import { expect } from 'chai';
import { mergeMap, tap } from 'rxjs';
import { newNodeKey, type NodeKey } from '../../lib/identity/nodeKey.ts';
import { nodeIdOf } from '../../lib/nodeId.ts';
import type { Connection, Transport } from '../../lib/transport.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import { brokenSignature, bulky, selfSigned, withASecond, type Credentials } from '../support/certificates.ts';
import { codeOf, failureOf, firstOf, noSocketsLeft, readAll, Scene, turns } from '../support/ends.ts';

const ALPN = 'millrace/1';
const WRONG: readonly (readonly [string, () => Promise<Credentials>])[] = [
  ['an RSA certificate', () => selfSigned('rsa')],
  ['a P-256 certificate', () => selfSigned('p256')],
  ['two certificates', withASecond],
  ['a certificate of over 2 KiB', () => bulky(2_048)],
  ['a certificate that its key did not sign', async () => brokenSignature(await selfSigned('ed25519'))],
];

describe('the tls transport, attacked', () => {
  let key: NodeKey;
  let transport: Transport;
  let scene: Scene;
  const attackers: { destroy: () => void }[] = [];

  before(async () => {
    key = await newNodeKey();
  });
  beforeEach(() => {
    transport = tlsTransport({ key });
    scene = new Scene({ head: transport, tail: transport, local: '127.0.0.1:0' });
  });
  afterEach(async () => {
    scene.open.unsubscribe();
    for (const attacker of attackers.splice(0)) attacker.destroy();
    await noSocketsLeft();
  });

  describe('by a tail', () => {
    /** Our end of the connection that `attack` opens to our port. */
    const accepted = async (attack: (port: number) => Socket): Promise<{ head: Connection; attacker: Socket }> => {
      const { listener } = await scene.listen();
      const head = firstOf(listener.connection$);
      const attacker = attack(Number(listener.address.split(':')[1])).on('error', () => undefined).resume();
      attackers.push(attacker);
      const connection = await head;
      scene.open.add(() => connection.destroy());
      return { head: connection, attacker };
    };
    const byTls = (options: ConnectionOptions) => (port: number): Socket =>
      connect({ port, host: '127.0.0.1', ALPNProtocols: [ALPN], rejectUnauthorized: false, ...options });
    const byTcp = (words: string) => (port: number): Socket => {
      const socket = connectTcp({ port, host: '127.0.0.1' });
      socket.write(words);
      return socket;
    };
    const refused = async (attack: (port: number) => Socket): Promise<string> => {
      const { head, attacker } = await accepted(attack);
      const closed = new Promise((resolve) => attacker.once('close', resolve));
      const code = await failureOf(firstOf(head.secure()));
      await closed;
      return code;
    };

    it('takes a proper one', async () => {
      const { key: pem, cert } = await selfSigned('ed25519');
      const { head } = await accepted(byTls({ key: pem, cert }));
      const node = nodeIdOf(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }));
      expect((await firstOf(head.secure())).identity?.node).to.equal(node);
    });

    for (const [what, credentials] of WRONG) {
      it(`refuses ${what}`, async () =>
        expect(await refused(byTls(await credentials()))).to.equal('bad-certificate'));
    }

    it('refuses one that shows no certificate', async () =>
      expect(await refused(byTls({}))).to.equal('bad-certificate'));

    it('refuses TLS 1.2', async () =>
      expect(await refused(byTls({ ...await selfSigned('ed25519'), maxVersion: 'TLSv1.2' }))).to.equal('tls-failed'));

    it('refuses one that offers another protocol', async () =>
      expect(await refused(byTls({ ...await selfSigned('ed25519'), ALPNProtocols: ['h2'] }))).to.equal('tls-failed'));

    it('refuses one that offers no protocol', async () => {
      const { key: pem, cert } = await selfSigned('ed25519');
      const dial = (port: number): TLSSocket =>
        connect({ port, host: '127.0.0.1', rejectUnauthorized: false, key: pem, cert });
      expect(await refused(dial)).to.equal('tls-failed');
    });

    it('refuses HTTP, and garbage', async () => {
      expect(await refused(byTcp('GET / HTTP/1.1\r\n\r\n'))).to.equal('tls-failed');
      expect(await refused(byTcp('\u0000'.repeat(64)))).to.equal('tls-failed');
    });

    it('is rid of one that goes away in the middle', async () => {
      const { head, attacker } = await accepted(byTcp('\u0016\u0003\u0001'));
      attacker.end();
      expect(await failureOf(firstOf(head.secure()))).to.equal('reset');
    });

    it('destroys a silent one when the handshake is unsubscribed', async () => {
      const { head, attacker } = await accepted(byTcp('\u0016'));
      const seen: string[] = [];
      const closed = new Promise((resolve) => attacker.once('close', resolve));
      const securing = head.secure().subscribe({
        next: () => seen.push('channel'),
        error: (error: unknown) => seen.push(codeOf(error)),
      });
      await turns(20);
      securing.unsubscribe();
      await closed;
      expect(seen).to.deep.equal([]);
    });

    it('does not resume a session, so a second certificate is not taken for the first', async () => {
      const [one, two] = [await selfSigned('ed25519'), await selfSigned('ed25519')];
      const first = await accepted(byTls(one));
      const session = new Promise<Buffer>((resolve) => first.attacker.once('session', resolve));
      const channel = await firstOf(first.head.secure());
      channel.write(Buffer.from('so that the tickets come'));
      const second = await accepted(byTls({ ...two, session: await session }));
      const node = nodeIdOf(new X509Certificate(two.cert).publicKey.export({ type: 'spki', format: 'der' }));
      expect((await firstOf(second.head.secure())).identity?.node).to.equal(node);
    });

    it('holds no more than 256 that nobody secures or destroys, and takes the next once one is gone', async () => {
      const { listener } = await scene.listen();
      const port = Number(listener.address.split(':')[1]);
      const held: Connection[] = [];
      scene.open.add(listener.connection$.subscribe((connection) => held.push(connection)));
      scene.open.add(() => held.forEach((connection) => connection.destroy()));
      const attack = (): Socket => {
        const socket = connectTcp({ port, host: '127.0.0.1' }).on('error', () => undefined).resume();
        attackers.push(socket);
        return socket;
      };
      for (let count = 0; count < 256; count++) attack();
      while (held.length < 256) await turns(1);
      const oneTooMany = attack();
      await new Promise((resolve) => oneTooMany.once('close', resolve));
      expect(held.length).to.equal(256);
      held[0]!.destroy();
      await turns(5);
      attack();
      while (held.length < 257) await turns(1);
    });

    it('lets the 17th through while 16 silent ones are in their handshakes', async () => {
      const { listener } = await scene.listen();
      const port = Number(listener.address.split(':')[1]);
      const waiting: Connection[] = [];
      scene.open.add(listener.connection$.pipe(
        tap((connection) => waiting.push(connection)),
        mergeMap((connection) => connection.secure()),
      ).subscribe());
      scene.open.add(() => waiting.forEach((connection) => connection.destroy()));
      for (let silent = 0; silent < 16; silent++) attackers.push(connectTcp({ port, host: '127.0.0.1' }));
      while (waiting.length < 16) await turns(1);
      const ours = await firstOf(transport.dial(listener.address));
      scene.open.add(() => ours.destroy());
      expect((await firstOf(ours.secure(key.id))).identity?.node).to.equal(key.id);
    });
  });

  describe('by a head', () => {
    /** Our end of a connection to a server of the attacker's. */
    const dialled = async (server: Server): Promise<Connection> => {
      server.on('connection', (socket: Socket) => attackers.push(socket.on('error', () => undefined)));
      attackers.push({ destroy: () => void server.close() });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const connection = await firstOf(transport.dial(`127.0.0.1:${(server.address() as AddressInfo).port}`));
      scene.open.add(() => connection.destroy());
      return connection;
    };
    const byTls = (options: TlsOptions): Server =>
      createServer({ ALPNProtocols: [ALPN], requestCert: true, rejectUnauthorized: false, ...options }, (socket) =>
        socket.on('error', () => undefined).resume()).on('tlsClientError', () => undefined);
    const refused = async (server: Server): Promise<string> => failureOf(firstOf((await dialled(server)).secure()));

    for (const [what, credentials] of WRONG) {
      it(`refuses ${what}`, async () =>
        expect(await refused(byTls(await credentials()))).to.equal('bad-certificate'));
    }

    it('refuses TLS 1.2', async () =>
      expect(await refused(byTls({ ...await selfSigned('ed25519'), maxVersion: 'TLSv1.2' }))).to.equal('tls-failed'));

    it('refuses one that knows another protocol, or none', async () => {
      const credentials = await selfSigned('ed25519');
      expect(await refused(byTls({ ...credentials, ALPNProtocols: ['h2'] }))).to.equal('tls-failed');
      const silent = createServer(credentials, (socket) => socket.on('error', () => undefined));
      expect(await refused(silent)).to.equal('tls-failed');
    });

    it('refuses one that talks something else', async () =>
      expect(await refused(createTcpServer((socket) => socket.write('220 mail ESMTP\r\n')))).to.equal('tls-failed'));

    it('is rid of one that closes at once', async () =>
      expect(await refused(createTcpServer((socket) => socket.end()))).to.equal('reset'));

    it('lets go of a silent one when the handshake is unsubscribed', async () => {
      const connection = await dialled(createTcpServer());
      const securing = connection.secure().subscribe();
      await turns(20);
      securing.unsubscribe();
      expect(await failureOf(firstOf(connection.secure()))).to.equal('reset');
    });

    it('hears of a head that refuses its certificate as the end of a channel that seemed to be open', async () => {
      const server = createServer({
        ...await selfSigned('ed25519'), ALPNProtocols: [ALPN], requestCert: true, rejectUnauthorized: true,
      });
      const channel = await firstOf((await dialled(server)).secure());
      const { end } = await readAll(channel);
      channel.destroy();
      expect(end).to.be.oneOf(['completed', 'reset']);
    });
  });

  it('says with whom it went wrong, and what the system said', async () => {
    const { listener, listening } = await scene.listen();
    listening.unsubscribe();
    const error = await firstOf(transport.dial(listener.address)).catch((cause: unknown) => cause);
    expect((error as Error).message).to.equal(`dial ${listener.address}: ECONNREFUSED`);
  });
});
