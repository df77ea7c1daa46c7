// Rows 9 to 12 and 25 of SECURITY.md: who says to be another, who repeats itself, and what is written of it.
import { expect } from 'chai';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { entryJson } from '../../lib/status/entryJson.ts';
import type { KeepAliveFrame } from '../../lib/wire/frame.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { brokenSignature, bulky, selfSigned, withASecond, type Credentials } from '../support/certificates.ts';
import { request } from '../support/rawEnd.ts';
import { helloOf, someone } from '../support/stranger.ts';
import { Siege } from './support/siege.ts';

describe('hostile identities', function () {
  this.timeout(60_000);
  let siege: Siege;

  beforeEach(async () => {
    siege = await Siege.of();
  });
  afterEach(() => siege.lift());

  it('are refused by their certificates, whichever rule these break', async () => {
    const wrong: readonly (() => Promise<Credentials>)[] = [
      () => selfSigned('rsa'), () => selfSigned('p256'), withASecond, () => bulky(2_048),
      async () => brokenSignature(await selfSigned('ed25519')),
    ];
    for (const credentials of wrong) {
      const line = siege.attacker.tls({ ...await credentials(), id: '' }).listen();
      await line.isCut();
    }
    await siege.target.until(() => siege.target.node.reasons.length === wrong.length, 'the end of each');
    expect(new Set(siege.target.node.reasons)).to.deep.equal(new Set(['bad-certificate']));
    await siege.target.isUnharmed();
  });

  it('of older TLS, of no protocol or of another one get no further than the handshake', async () => {
    const me = await someone();
    const older = { maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' } as const;
    for (const more of [older, { ALPNProtocols: [] }, { ALPNProtocols: ['h2'] }]) {
      await siege.attacker.tls(me, more).listen().isCut();
    }
    await siege.target.until(() => siege.target.node.reasons.length === 3, 'the end of each');
    expect(siege.target.node.reasons).to.deep.equal(['tls-failed', 'tls-failed', 'tls-failed']);
    await siege.target.isUnharmed();
  });

  it('that say to be the neighbour are not it, and the neighbour keeps its edge', async () => {
    const line = siege.attacker.tls(await someone()).listen();
    line.say(setUpFrame(helloOf(siege.target.friend.net.id)), request('REQUEST_RESPONSE', 1, 'millrace.hello'));
    await line.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['wrong-identity']);
    await siege.target.isUnharmed();
  });

  it('that come twice have one connection: of one boot the older, if it still answers', async () => {
    const me = await someone();
    const first = await siege.attacker.welcomed(me);
    const second = siege.attacker.tls(me).listen();
    second.say(setUpFrame(helloOf(me.id)), request('REQUEST_RESPONSE', 1, 'millrace.hello'));
    await siege.target.until(() => siege.target.node.of('peer-greeted').length === 3, 'its hello');
    await siege.target.until(() => first.frames.some(({ type }) => type === 'KEEPALIVE'), 'the question to the older');
    const ping = first.frames.find(({ type }) => type === 'KEEPALIVE') as KeepAliveFrame;
    first.say({ ...ping, respond: false });
    await siege.target.pass(4_000);
    await second.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['duplicate']);
    expect(first.closed).to.equal(false);
    await siege.target.isUnharmed();
  });

  it('that are the node itself, reached by a way round, are let go of once and not dialled again', async () => {
    const open = new Set<{ destroy(): void }>();
    const mirror: Server = createServer((socket) => {
      const back = connect(siege.target.port, '127.0.0.1');
      for (const one of [socket, back]) open.add(one.on('error', () => undefined));
      socket.pipe(back).pipe(socket);
    });
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    const { node } = siege.target;
    const address = `127.0.0.1:${(mirror.address() as AddressInfo).port}`;
    try {
      node.net.order({ type: 'dial', address });
      const isOver = (): boolean => node.of('peer-closed').some(({ direction }) => direction === 'out');
      await siege.target.until(isOver, 'the end of it');
      await siege.target.pass(10_000);
      expect(node.of('dial-started').filter((dial) => dial.address === address)).to.have.length(1);
      expect(node.net.state.addresses.get(address)?.self).to.equal(true);
    } finally {
      for (const one of open) one.destroy();
      await new Promise((resolve) => mirror.close(resolve));
    }
    await siege.target.isUnharmed();
  });

  it('with labels that would write lines, colours or another direction are written as what they are', async () => {
    const label = 'a\n\u001b[31m\u202e\u2028\u009bb<script>';
    await siege.attacker.welcomed(undefined, { label });
    const hello = siege.target.node.of('peer-greeted')
      .map((event) => JSON.stringify(entryJson({ id: 1, at: 0, by: 'peers', kind: 'event', event })))
      .filter((line) => line.includes('<script>'));
    expect(hello.length).to.be.at.least(1);
    for (const line of hello) expect(line).to.match(/^[\x20-\x7e]*$/);
  });
});
