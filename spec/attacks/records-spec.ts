// Rows 13, 14 and 16 to 18 of SECURITY.md: who lies about the network, and who has others knock where it says.
import { createPrivateKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { blank, encodeBulletin } from '../../lib/exchange/bulletin.ts';
import { itemText } from '../../lib/exchange/itemText.ts';
import { ed25519Signer } from '../../lib/network/ed25519.ts';
import { seqOf } from '../../lib/network/entry.ts';
import { netOf } from '../../lib/network/ids.ts';
import { entryOf } from '../../lib/network/networkMap.ts';
import { signRecord, type Said } from '../../lib/network/record.ts';
import type { Signer } from '../../lib/network/signing.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { encodeRoute } from '../../lib/wire/routing.ts';
import { someone, type Someone } from '../support/stranger.ts';
import type { Line } from './support/attacker.ts';
import { Siege } from './support/siege.ts';

const NET = netOf('millrace');

describe('hostile records', function () {
  this.timeout(60_000);
  let siege: Siege;
  let me: Someone;
  let line: Line;
  let stream: number;

  beforeEach(async () => {
    siege = await Siege.of();
    me = await someone();
    line = await siege.attacker.welcomed(me);
    stream = 1;
  });
  afterEach(() => siege.lift());

  const signerOf = ({ key }: Someone): Signer => ed25519Signer(createPrivateKey(key));
  const forger = (who: Someone): Signer =>
    ({ publicKey: signerOf(who).publicKey, sign: () => new Uint8Array(randomBytes(64)) });

  const push = async (said: Said, seq: number, signer = signerOf(me)): Promise<void> => {
    const report = { digest: '00'.repeat(32), radius: 0, excluded: [] };
    const items = [itemText({ type: 'record', record: signRecord(said, { net: NET, seq }, signer) })];
    const data = encodeBulletin({ ...blank(report), items });
    const asked = (stream += 2);
    line.say({ type: 'REQUEST_RESPONSE', stream: asked, follows: false, metadata: encodeRoute('millrace.push'), data });
    const isAnswered = (frame: Frame): boolean => 'stream' in frame && frame.stream === asked;
    await siege.target.until(() => line.closed || line.frames.some(isAnswered), 'an answer');
  };
  const known = (who: Someone): number | undefined => {
    const entry = entryOf(siege.target.node.net.state.network.map, who.id);
    return entry && seqOf(entry);
  };

  it('of others are taken from nobody but them, and are passed on to nobody', async () => {
    const other = await someone();
    await push({ label: 'forged' }, 1_000, forger(other));
    expect(known(other)).to.equal(undefined);
    expect(siege.target.node.of('items-refused')[0]?.error).to.contain('wrong signature');
    await siege.target.pass(3_000);
    expect(entryOf(siege.target.friend.net.state.network.map, other.id)).to.equal(undefined);
    await siege.target.isUnharmed();
  });

  it('that are older than what is known change nothing', async () => {
    await push({ label: 'new' }, 2_000);
    expect(known(me)).to.equal(2_000);
    await push({ label: 'old' }, 1_000);
    expect(known(me)).to.equal(2_000);
    await siege.target.isUnharmed();
  });

  it('with wrong signatures, one after the other, are the end of the connection', async () => {
    const other = await someone();
    for (let count = 1; count <= 200 && !line.closed; count++) await push({ label: `${count}` }, count, forger(other));
    await line.isCut();
    expect(siege.target.node.reasons).to.deep.equal(['misbehaved']);
    expect(known(other)).to.equal(undefined);
    await siege.target.isUnharmed();
  });

  it('that name addresses of others\' houses, services and clouds have the node knock at none of them', async () => {
    const addresses = ['10.0.0.1:7000', '169.254.169.254:8000', '224.0.0.1:7000', '203.0.113.7:22'];
    await push({ label: 'poison', addresses }, 1_000);
    expect(known(me)).to.equal(1_000);
    for (const witness of [siege.target.node, siege.target.friend]) {
      for (const address of addresses) witness.net.state.addresses.get(address);
    }
    await siege.target.pass(30_000);
    const { node, friend } = siege.target;
    const knocked = [...node.of('dial-started'), ...friend.of('dial-started')].map(({ address }) => address);
    for (const address of addresses) expect(knocked.join(' ')).not.to.contain(address);
    const proved = [...node.of('address-proved'), ...node.of('node-tested')].map(({ address }) => address);
    for (const address of addresses) expect(proved.join(' ')).not.to.contain(address);
    await siege.target.isUnharmed();
  });
});
