// Rows 1 and 4 of SECURITY.md: floods of connections, whose handshakes would take the node's core.
import { expect } from 'chai';
import { hostOf } from '../../lib/address.ts';
import type { EventOf } from '../../lib/event.ts';
import { eventPhrase } from '../../lib/status/eventPhrase.ts';
import { statusReport } from '../../lib/status/statusReport.ts';
import { ADMISSION, ADMISSION_PER_GROUP } from '../../lib/transports/gate.ts';
import { Siege } from './support/siege.ts';

describe('a flood of connections', function () {
  this.timeout(60_000);
  let siege: Siege;

  beforeEach(async () => {
    siege = await Siege.of({ admission: { groupOf: hostOf } }); // as if each address were another customer's
  });
  afterEach(() => siege.lift());

  const letIn = (): number => siege.target.node.of('connection-accepted').length - 1;

  /** Opens one after the other, and has each refused or let in. @returns how many seconds it took */
  const flood = async (froms: readonly string[]): Promise<number> => {
    const since = performance.now();
    const [before, inBefore] = [siege.attacker.lines.length, letIn()];
    for (const from of froms) siege.attacker.plain(from);
    const came = siege.attacker.lines.slice(before);
    const refused = (): number => came.filter(({ closed }) => closed).length;
    await siege.target.until(() => refused() + letIn() - inBefore >= froms.length, 'an end with each');
    return (performance.now() - since) / 1_000;
  };

  const most = ({ everyMs, burst }: typeof ADMISSION, seconds: number): number =>
    burst + Math.ceil((seconds * 1_000) / everyMs) + 1;

  it('of one address gets its own allowance, and takes nothing from those of others', async () => {
    const seconds = await flood(Array<string>(200).fill('127.0.0.2'));
    expect(letIn()).to.be.within(ADMISSION_PER_GROUP.burst, most(ADMISSION_PER_GROUP, seconds));
    const before = letIn();
    await flood(['127.0.0.3']);
    expect(letIn()).to.equal(before + 1);
    await siege.target.isUnharmed();
  });

  it('of many addresses gets what all may have together, and no neighbour is lost', async () => {
    const froms = Array.from({ length: 600 }, (_, at) => `127.0.${1 + Math.floor(at / 200)}.${1 + (at % 200)}`);
    const seconds = await flood(froms);
    expect(letIn()).to.be.within(ADMISSION.burst / 2, most(ADMISSION, seconds));
    await siege.target.isUnharmed();
  });

  it('is told of once a second, counted, and not by an event for each', async () => {
    await flood(Array<string>(200).fill('127.0.0.2'));
    const refused = 200 - letIn();
    const told = (): readonly EventOf<'connections-refused'>[] => siege.target.node.of('connections-refused');
    const counted = (): number => told().reduce((sum, { count }) => sum + count, 0);
    await siege.target.until(() => counted() >= refused, 'word of them');
    expect(counted()).to.equal(refused);
    expect(told().length).to.be.at.most(5);
    expect(told()[0]).to.deep.include({ address: siege.target.address, why: 'group' });
    expect(told()[0]?.from).to.match(/^127\.0\.0\.2:\d+$/);
    const { refused: inReport } = statusReport(siege.target.node.net.state, 0, { rssBytes: 0, eventLoopDelayMsP99: 0 });
    expect(inReport).to.include({ 'gate/group': refused });
    expect(eventPhrase(told()[0]!)).to.match(/^turned away \d+ connections to .*, too many of one address group/);
  });

  it('leaves nothing behind once it is over', async () => {
    await flood(Array<string>(100).fill('127.0.0.2'));
    siege.attacker.leave();
    await siege.target.until(() => siege.target.node.net.state.peers.size === 1, 'their end');
    await siege.target.isUnharmed();
  });
});
