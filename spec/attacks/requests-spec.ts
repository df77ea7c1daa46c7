// Rows 19 to 23 of SECURITY.md: who asks without end, who never reads the answers, and who answers what nobody asked.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect } from 'chai';
import { EMPTY } from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import { encode } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { HELD_BYTES_MAX } from '../../lib/wire/sessionLimits.ts';
import { heldUnsent } from '../../lib/wire/heldBytes.ts';
import { UNITS_PER_TURN } from '../../lib/wire/turn.ts';
import { payload, request, requestStream } from '../support/rawEnd.ts';
import { helloOf, someone } from '../support/stranger.ts';
import { Siege } from './support/siege.ts';

const LINES = 8;

describe('hostile requests', function () {
  this.timeout(60_000);
  let siege: Siege;

  beforeEach(async () => {
    siege = await Siege.of();
  });
  afterEach(() => siege.lift());

  it('by the ten thousand are handled as many in a turn as it has room for, so that others have theirs', async () => {
    await siege.lift();
    siege = await Siege.of({ env: realEnv }); // in virtual time all turns are one
    const lines = await Promise.all(Array.from({ length: LINES }, () => siege.attacker.welcomed()));
    let [inTurn, most, all] = [0, 0, 0];
    siege.target.node.net.respond('counted', () => {
      inTurn += 1;
      return EMPTY;
    });
    const flood = Buffer.concat(Array.from({ length: UNITS_PER_TURN }, (_, at) =>
      encode(request('REQUEST_FNF', 2 * at + 3, 'counted'))));
    for (const line of lines) line.write(flood);
    await siege.target.until(() => {
      most = Math.max(most, inTurn);
      all += inTurn;
      inTurn = 0;
      return all === LINES * UNITS_PER_TURN;
    }, 'all of them');
    expect(most).to.be.within(UNITS_PER_TURN / 2, 2 * UNITS_PER_TURN);
    await siege.target.isUnharmed();
  });

  it('that are too many at once are rejected with a hint, and whoever goes on all the same is cut off', async () => {
    const line = await siege.attacker.welcomed();
    const waiting = Array.from({ length: 256 }, (_, at) => request('REQUEST_RESPONSE', 2 * at + 3, 'wait'));
    line.say(...waiting);
    line.say(request('REQUEST_RESPONSE', 1_001, 'echo', 'one too many'));
    await siege.target.until(() => line.frames.some(({ type }) => type === 'ERROR'), 'the refusal');
    const refusal = line.frames.find((frame) => frame.type === 'ERROR');
    expect(refusal?.type === 'ERROR' && String(Buffer.from(refusal.data))).to.contain('retryAfterMs');
    for (let at = 0; at < 1_100; at++) line.say(request('REQUEST_RESPONSE', 1_003 + 2 * at, 'echo'));
    await line.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['flooded']);
    await siege.target.isUnharmed();
  });

  it('whose answers nobody reads stop being read themselves, and end after ten seconds without a byte', async () => {
    const before = heldUnsent();
    const line = await siege.attacker.welcomed();
    line.socket.pause();
    const data = Buffer.from('2000');
    for (let stream = 3; stream < 43; stream += 2) {
      line.say({ ...requestStream(stream, 'count', 0x7fff_ffff), data } as Frame);
    }
    await siege.target.until(() => heldUnsent() > before || siege.target.node.reasons.length > 0, 'what nobody reads');
    expect(heldUnsent() - before).to.be.at.most(2 * HELD_BYTES_MAX);
    const isThere = (): boolean => siege.target.node.reasons.length === 0;
    for (let second = 0; second < 40 && isThere(); second++) await siege.target.pass(1_000);
    expect(siege.target.node.reasons).to.deep.equal(['slow-reader']);
    expect(heldUnsent()).to.be.at.most(before);
    await siege.target.isUnharmed();
  });

  it('that nobody made are not answered: a head that says what it was not asked is left', async () => {
    const { key, cert, id } = await someone();
    const head = createServer(
      { key, cert, ALPNProtocols: ['millrace/1'], requestCert: true, rejectUnauthorized: false },
      (socket) => {
        socket.on('error', () => undefined).once('data', () => {
          socket.write(Buffer.concat([
            encode(payload(1, helloOf(id).toString(), { complete: true })),
            encode(payload(1, 'once more', { complete: true })),
            encode(payload(4_001, 'to nobody', { complete: true })),
          ]));
        }).resume();
      }).on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => head.listen(0, '127.0.0.1', resolve));
    const { node } = siege.target;
    try {
      node.net.order({ type: 'dial', address: `127.0.0.1:${(head.address() as AddressInfo).port}` });
      const isOver = (): boolean => node.of('peer-closed').some(({ direction }) => direction === 'out');
      await siege.target.until(isOver, 'the end of it');
      expect(node.of('peer-closed').find(({ direction }) => direction === 'out')?.reason).to.equal('protocol');
    } finally {
      await new Promise((resolve) => head.close(resolve));
    }
    await siege.target.isUnharmed();
  });

  it('that are reset in every phase leave nothing behind', async () => {
    const plain = Array.from({ length: 60 }, () => siege.attacker.plain());
    const people = await Promise.all(Array.from({ length: 10 }, someone));
    const secured = people.map((who) => siege.attacker.tls(who));
    const welcome = await Promise.all(Array.from({ length: 6 }, () => siege.attacker.welcomed()));
    for (const [at, { socket }] of [...plain, ...secured, ...welcome].entries()) {
      if (at % 3 === 0) socket.end();
      else if (at < plain.length) socket.resetAndDestroy();
      else socket.destroy(); // with bytes unread, which is a reset as well
    }
    await siege.target.pass(6_000);
    await siege.target.until(() => siege.target.node.net.state.peers.size === 1, 'their end');
    await siege.target.isUnharmed();
  });
});
