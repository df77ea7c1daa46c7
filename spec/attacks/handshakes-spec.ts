// Rows 2 and 3 of SECURITY.md: who takes places at the door and in the hall, and comes no further.
import { expect } from 'chai';
import { encode } from '../../lib/wire/codec.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { request } from '../support/rawEnd.ts';
import { helloOf, someone } from '../support/stranger.ts';
import type { Line } from './support/attacker.ts';
import { Siege } from './support/siege.ts';

const COUNT = 200;
/** How a ClientHello begins: nothing in it is wrong, and it is never whole. */
const CLIENT_HELLO = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);

describe('slow handshakes', function () {
  this.timeout(60_000);
  let siege: Siege;

  beforeEach(async () => {
    siege = await Siege.of();
  });
  afterEach(() => siege.lift());

  const accepted = (): number => siege.target.node.of('connection-accepted').length - 1;
  const incoming = (): number => siege.target.node.net.state.peers.size - 1;

  const stand = async (count: number): Promise<readonly Line[]> => {
    const lines = Array.from({ length: count }, () => siege.attacker.plain());
    await siege.target.until(() => accepted() >= count, 'all of them');
    return lines;
  };

  it('of silent ones take no place of an honest one, and end after five seconds', async () => {
    await stand(COUNT);
    expect(incoming()).to.be.at.most(65);
    const newcomer = await siege.attacker.welcomed();
    expect(newcomer.closed).to.equal(false);
    await siege.target.pass(5_000);
    await siege.target.until(() => incoming() === 1, 'their end');
    await siege.target.isUnharmed();
  });

  it('of who drips byte after byte end as soon, since no byte moves the deadline', async () => {
    const lines = await stand(40);
    for (let second = 0; second < 4; second++) {
      for (const line of lines) line.write(CLIENT_HELLO.subarray(second, second + 1));
      await siege.target.pass(1_000);
      expect(incoming()).to.equal(lines.length);
    }
    for (const line of lines) line.write(CLIENT_HELLO.subarray(4, 5));
    await siege.target.pass(1_000);
    await Promise.all(lines.map((line) => line.isCut()));
    expect(incoming()).to.equal(0);
    expect(new Set(siege.target.node.reasons)).to.deep.equal(new Set(['timed-out']));
    await siege.target.isUnharmed();
  });

  it('of who proves a key and says no hello, or half of one, end five seconds after that', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, someone));
    const lines = people.map((who) => siege.attacker.tls(who));
    await siege.target.until(() => siege.target.node.of('peer-secured').length > people.length, 'their keys');
    const hello = encode(setUpFrame(helloOf(people[0]!.id)));
    lines.forEach((line, at) => {
      if (at % 2 === 0) line.write(hello.subarray(0, 20));
    });
    await siege.target.pass(6_000);
    await Promise.all(lines.map((line) => line.listen().isCut()));
    expect(new Set(siege.target.node.reasons)).to.deep.equal(new Set(['timed-out']));
    await siege.target.isUnharmed();
  });

  it('and who is welcome and then drips inside a frame is cut off after three seconds, not kept for ten', async () => {
    const line = await siege.attacker.welcomed();
    const frame = encode(request('REQUEST_RESPONSE', 3, 'echo', 'x'.repeat(100_000)));
    line.write(frame.subarray(0, 100));
    for (let second = 1; second <= 4; second++) {
      line.write(frame.subarray(100 * second, 100 * (second + 1)));
      await siege.target.pass(1_000);
    }
    await line.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['timed-out']);
    await siege.target.isUnharmed();
  });
});
