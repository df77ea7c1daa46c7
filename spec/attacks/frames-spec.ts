// Rows 5 to 8 of SECURITY.md: frames that announce too much, are never whole, are no frames, or say much with little.
import { expect } from 'chai';
import { blank, encodeBulletin } from '../../lib/exchange/bulletin.ts';
import { encode } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { heldPartially } from '../../lib/wire/partialBytes.ts';
import { PARTIAL_BYTES_ALL_PEERS_MAX } from '../../lib/wire/limits.ts';
import { encodeRoute } from '../../lib/wire/routing.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { payload, request } from '../support/rawEnd.ts';
import { someone } from '../support/stranger.ts';
import { Siege } from './support/siege.ts';

const MIB = 1_024 * 1_024;

describe('hostile frames', function () {
  this.timeout(60_000);
  let siege: Siege;

  beforeEach(async () => {
    siege = await Siege.of();
  });
  afterEach(() => siege.lift());

  const ask = (stream: number, route: string, data: Uint8Array): Frame =>
    ({ type: 'REQUEST_RESPONSE', stream, follows: false, metadata: encodeRoute(route), data });

  it('that announce 16 MiB are the end of their connection before any memory is taken for them', async () => {
    for (let count = 0; count < 5; count++) {
      const line = await siege.attacker.welcomed();
      const held = heldPartially();
      line.write(Buffer.from([0xff, 0xff, 0xff, 0]));
      await line.isCut();
      expect(heldPartially()).to.equal(held);
    }
    expect(siege.target.node.reasons).to.deep.equal(Array<string>(5).fill('too-big'));
    await siege.target.isUnharmed();
  });

  it('that announce nothing, or more than 4 KiB before the hello, are too', async () => {
    const empty = await siege.attacker.welcomed();
    empty.write(Buffer.alloc(3));
    await empty.isCut();
    const unknown = siege.attacker.tls(await someone()).listen();
    unknown.write(Buffer.from([0, 0x10, 0x01, 0]));
    await unknown.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['protocol', 'too-big']);
    await siege.target.isUnharmed();
  });

  it('that are never whole hold no more than all may hold, and who holds most goes first', async () => {
    const lines = await Promise.all(Array.from({ length: 12 }, () => siege.attacker.welcomed()));
    const before = heldPartially(); // of connections that other specs have left as they were
    let most = 0;
    const watch = (): boolean => {
      most = Math.max(most, heldPartially());
      return true;
    };
    const part = 'x'.repeat(200_000);
    for (const line of lines) {
      for (let stream = 3; stream <= 9; stream += 2) {
        line.say({ ...request('REQUEST_RESPONSE', stream, 'echo', 'x'), follows: true } as Frame);
        for (let at = 0; at < 5; at++) line.say(payload(stream, part, { follows: true }));
      }
    }
    await siege.target.until(() => watch() && siege.target.node.reasons.length >= 4, 'the end of some');
    expect(most).to.be.within(PARTIAL_BYTES_ALL_PEERS_MAX / 2, PARTIAL_BYTES_ALL_PEERS_MAX + MIB);
    expect(new Set(siege.target.node.reasons)).to.deep.equal(new Set(['too-big']));
    await siege.target.isUnharmed();
    siege.attacker.leave();
    await siege.target.until(() => heldPartially() <= before, 'nothing held');
  });

  it('with any bytes in them end their connection, and change nothing that all objects have', async () => {
    const random = sfc32(5);
    const good = encode(ask(3, 'echo', Buffer.from('{"__proto__":{"polluted":1},"constructor":{}}')));
    for (let count = 0; count < 20; count++) {
      const line = await siege.attacker.welcomed();
      const bytes = Buffer.from(good);
      for (let at = 0; at < 4; at++) bytes[3 + Math.floor(random() * (bytes.length - 3))] = Math.floor(random() * 256);
      line.write(bytes);
      line.write(Buffer.from([0, 0, 6, 0, 0, 0, 0, 0xfc, 0])); // and one that is of no type
      await line.isCut();
    }
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect(new Set(siege.target.node.reasons)).to.deep.equal(new Set(['protocol']));
    await siege.target.isUnharmed();
  });

  it('of a hello that is nested, full of names or of objects are refused for what they are', async () => {
    const me = await someone();
    const hellos = [
      '['.repeat(3_000), `{"__proto__":{"version":1},"version":1,"id":"${me.id}"}`,
      `{"version":1,"network":"millrace","id":"${me.id}","boot":"strangersboot","addresses":${'{},'.repeat(900)}0}`,
    ];
    for (const hello of hellos) {
      const line = siege.attacker.tls(me).listen();
      line.say(setUpFrame(Buffer.from(hello)));
      await line.isCut();
    }
    expect(siege.target.node.reasons).to.deep.equal(['protocol', 'protocol', 'protocol']);
    await siege.target.isUnharmed();
  });

  it('of bulletins that claim more than they hold are answered as invalid, and counted', async () => {
    const line = await siege.attacker.welcomed();
    const report = { digest: '00'.repeat(32), radius: 0, excluded: [] };
    const empty = encodeBulletin(blank(report));
    const claims = Buffer.from(empty);
    claims.writeUInt16BE(0xffff, claims.length - 2);
    line.say(ask(3, 'millrace.push', claims), ask(5, 'millrace.trie', Buffer.alloc(64, 0xff)));
    await siege.target.until(() => line.frames.filter(({ type }) => type === 'ERROR').length >= 2, 'both answers');
    const refused = siege.target.node.of('items-refused');
    expect(refused.map(({ count }) => count)).to.deep.equal([1, 2]);
    expect(refused[0]?.error).to.contain('65535 items, limit 256');
    await siege.target.isUnharmed();
  });
});
