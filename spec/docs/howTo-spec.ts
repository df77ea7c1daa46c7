// Every block of docs/how-to.md does what the page says of it.
import { firstValueFrom, lastValueFrom, of, toArray, type Observable } from 'rxjs';
import { expect } from 'chai';
import { dial, welcome } from '../../lib/command.ts';
import { readConfig } from '../../lib/config/readConfig.ts';
import type { Event } from '../../lib/event.ts';
import type { Guard } from '../../lib/guard.ts';
import type { Invariant } from '../../lib/invariant.ts';
import type { Net } from '../../lib/net.ts';
import { on, type Policies } from '../../lib/policy.ts';
import type { State } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import { aState, nodeIdFrom, ticked, withPeers } from '../../lib/testing/index.ts';
import { millrace, temporaryFolders } from '../support/cli.ts';
import { pasted, type Pasted } from '../support/pasted.ts';
import { until } from '../support/until.ts';

const PAGE = 'docs/how-to.md';
const [FRIEND, STRANGER] = [nodeIdFrom('friend'), nodeIdFrom('stranger')];

const stepOf = (event: Event, state: State = aState(), now = state.self.startedAt): Step =>
  ({ id: 1, event, state, now });

const valuesOf = <T>(value$: Observable<T>): Promise<readonly T[]> =>
  firstValueFrom(value$.pipe(toArray()), { defaultValue: [] });

/** Runs it until it listens; `ended` is there when it has stopped. */
const started = async (net: Net): Promise<{ readonly ended: Promise<unknown> }> => {
  const ended = lastValueFrom(net.step$, { defaultValue: undefined }); // a node runs while somebody is subscribed
  await firstValueFrom(net.step$.pipe(on('listening-started')), { defaultValue: undefined });
  return { ended };
};

describe('docs/how-to.md', function () {
  this.timeout(30_000);
  const folders = temporaryFolders();
  let page: Pasted;
  before(() => (page = pasted(PAGE)));
  after(() => {
    page.remove();
    folders.removeAll();
  });

  it('has a program that the command line can look into', async () => {
    const { watched } = await page.module<{ watched: (data: string) => Promise<Net> }>('watched.js');
    const data = folders.make();
    const net = await watched(data);
    const { ended } = await started(net);
    const { code, stdout } = await millrace('status', '--json', '--data', data);
    net.stop('seen');
    await ended;
    expect(code).to.equal(0);
    expect((JSON.parse(stdout) as { node: { id: string } }).node.id).to.equal(net.id);
  });

  it('has a node that is the same one after a restart, and remembers addresses', async () => {
    type Make = (data: string, listen: readonly string[], peers: readonly string[]) =>
      Promise<{ readonly net: Net; readonly release: () => void }>;
    const { remembering } = await page.module<{ remembering: Make }>('remembering.js');
    const data = folders.make();
    const run = async (peers: readonly string[]): Promise<Net> => {
      const { net, release } = await remembering(data, ['127.0.0.1:0'], peers);
      const { ended } = await started(net);
      await until(() => net.state.network.own.record !== undefined, 'its record');
      net.stop('seen');
      await ended;
      release();
      return net;
    };
    const first = await run(['127.0.0.1:9']);
    const second = await run([]);
    expect(second.id).to.equal(first.id);
    expect([...second.state.addresses.keys()]).to.include('127.0.0.1:9');
    const seqOf = (net: Net): number => net.state.network.own.record?.header.seq ?? 0;
    expect(seqOf(second)).to.be.greaterThan(seqOf(first));
  });

  it('has a guard that lets friends in and nobody else', async () => {
    const { onlyFriends } = await page.module<{ onlyFriends: (ids: readonly string[]) => Guard }>('friends.js');
    const guard = onlyFriends([FRIEND]);
    const state = withPeers({ 'in-1': { node: FRIEND }, 'in-2': { node: STRANGER } });
    const said = (command: Parameters<Guard>[0]['command']): string | undefined => guard({ command, state, now: 0 });
    expect(said(welcome('in-1'))).to.equal(undefined);
    expect(said(welcome('in-2'))).to.equal(`refused: ${STRANGER} is no friend`);
    expect(said(dial(`${STRANGER}@10.0.0.1:7000`))).to.include('no friend');
    expect(said(dial('10.0.0.1:7000'))).to.equal(undefined); // who is there is found out on the way
  });

  it('has configurations that can be used', () => {
    expect(readConfig(page.path('node.yaml'))).to.deep.include(
      { listen: ['0.0.0.0:7000'], announce: ['203.0.113.9:7000'] });
    expect(readConfig(page.path('first.yaml'))).to.have.property('dns').with.length(2);
  });

  it('takes three values of a stream without end', async () => {
    type FirstThree = () => Promise<{ readonly numbers: readonly number[]; readonly made: number }>;
    const { firstThree } = await page.module<{ firstThree: FirstThree }>('numbers.js');
    const { numbers, made } = await firstThree();
    expect(numbers).to.deep.equal([0, 1, 2]);
    expect(made).to.be.within(3, 6); // what was consumed, and what was on its way
  });

  it('says that the network has come apart, and that it is whole again', async () => {
    type Partings = (step$: Observable<Step>) => Observable<string>;
    const { partings } = await page.module<{ partings: Partings }>('parted.js');
    const step$ = of(
      stepOf({ type: 'network-parted', side: 'minority', missing: [FRIEND, STRANGER] }),
      stepOf(ticked('idle')),
      stepOf({ type: 'network-healed', afterMs: 4_500 }),
    );
    expect(await valuesOf(partings(step$))).to.deep.equal(
      ['on the minority side: 2 nodes cannot be reached', 'whole again after 4.5 s']);
  });

  it('sounds an alarm when a node has been alone for a minute', async () => {
    const { lonely, policies } = await page.module<{ lonely: Invariant; policies: Policies }>('lonely.js');
    const state = aState();
    const after = (ms: number): Step => stepOf(ticked('status'), state, state.self.startedAt + ms);
    const found = await valuesOf(lonely(of(after(59_000), after(61_000))));
    expect(found).to.have.length(1);
    expect(found[0]).to.deep.include({ invariant: 'no outgoing connection' });
    expect(policies).to.have.property('lonely').that.is.a('function');
  });

  it('changes one policy of a node, under its own name', async () => {
    const { names } = await page.module<{ names: readonly string[] }>('sooner.js');
    expect(names).to.include.members(['redial', 'slots', 'detect']);
  });

  it('explains, and says when there is nothing to explain', async () => {
    type Explained = (net: Pick<Net, 'journal' | 'state'>, subject: string) => string;
    const { explained } = await page.module<{ explained: Explained }>('explained.js');
    const { watched } = await page.module<{ watched: (data: string) => Promise<Net> }>('watched.js');
    const net = await watched(folders.make());
    const { ended } = await started(net);
    expect(explained(net, '192.0.2.1:7')).to.include('nothing is known of 192.0.2.1:7');
    net.order({ type: 'ban', subject: '192.0.2.1', forMs: 60_000, reason: 'floods' });
    expect(explained(net, '192.0.2.1')).to.include('banned').and.include('floods');
    net.stop('seen');
    await ended;
  });

  it('has no block that is not looked at here', () =>
    expect(page.names).to.have.members([
      'watched.js', 'remembering.js', 'friends.js', 'node.yaml', 'first.yaml', 'numbers.js', 'parted.js', 'lonely.js',
      'sooner.js', 'explained.js',
    ]));
});
