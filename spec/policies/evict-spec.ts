// Who has to go when slots run out, and who never does.
import { expect } from 'chai';
import { accept, close, type Command } from '../../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import { ringsBefore } from '../../lib/ring.ts';
import { evict, type Evict } from '../../lib/policies/evict.ts';
import {
  aState, itemsHeard, learnt, marbles, nodeIdFrom, opened, recordOf, refused, signedBy, steps, after, withPeers,
  type PeerSketch, type StateSketch,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';
import { eventsOf, neighbours, Town } from '../support/town.ts';

type Peers = NonNullable<StateSketch['peers']>;

const none = { byGroup: 0, byRtt: 0 };
const make = (more: Partial<Evict> = {}) => evict({ incomingMax: 4, reserve: 1, protect: none, ...more }, () => 0.5);
const go = (peer: string, incoming: number, max = 4, reserve = 1): Command =>
  close(peer, 'evicted', { detail: `${incoming} incoming, of ${max} ${reserve} are kept free`, retryAfterMs: 60_000 });

/** In three groups; the younger, the higher the number. */
const at = (group: string, host: number, openedAt: number, more: PeerSketch = {}): PeerSketch =>
  ({ address: `${group}.0.${host}:5000`, openedAt, ...more });
const three: Peers = { 'in-1': at('203.0', 1, 1), 'in-2': at('203.0', 2, 2), 'in-3': at('198.51', 3, 3) };
const old: Peers = { 'in-1': at('203.0', 1, 1), 'in-2': at('192.1', 2, 2), 'in-3': at('198.51', 3, 3) };
const young: Peers = { 'in-4': at('203.0', 4, 4), 'in-5': at('203.0', 5, 5), 'in-6': at('198.51', 6, 6) };
const newcomer: Peers = { 'in-9': { phase: 'greeted', address: '192.0.2.9:5000' } };
const o = opened('in-9', { address: '192.0.2.9:5000' });

const evicted = (peers: Peers, command: Command | undefined, policy = make(), event = o): void =>
  marbles(({ hot, expectCommands }) =>
    expectCommands(hot('o', { o: event }).pipe(steps(aState({ peers })), policy))
      .toBe(command === undefined ? '' : 'x', command === undefined ? {} : { x: command }));

describe('evict', () => {
  drawing('evict', 'closes the youngest of the largest group as one opens that takes the last slot but one', {
    policy: () => make({ incomingMax: 7 }),
    from: aState({ peers: { ...old, ...young, ...newcomer } }),
    events: ['  --o', { o }],
    commands: ['--x', { x: go('in-5', 7, 7) }],
  });

  it('lets everybody stay one connection short of it', () =>
    evicted({ 'in-1': at('203.0', 1, 1), 'in-2': at('203.0', 2, 2), ...newcomer }, undefined));

  it('acts as well when somebody is turned away because all is full', () => {
    const four: Peers = { ...three, 'in-4': at('203.0', 4, 4) };
    evicted(four, go('in-4', 4), make({ protect: { byGroup: 0, byRtt: 1 } }),
      refused(accept('in-9'), { reason: 'full: 4 incoming' }) as never);
    evicted(four, undefined, make(), refused(accept('in-9'), { reason: 'banned: until later' }) as never);
  });

  it('does nothing as an outgoing connection opens', () =>
    evicted({ ...three, 'in-4': {} }, undefined, make(), opened('out-1')));

  it('never closes the newcomer', () => evicted({ ...newcomer }, undefined, make({ incomingMax: 1 })));

  it('protects the half of the rest that has stood longest', () =>
    evicted({ 'in-1': at('203.0', 1, 3), 'in-2': at('198.51', 2, 1), ...newcomer }, go('in-1', 3, 3),
      make({ incomingMax: 3 })));

  it('protects the shortest round trips', () => {
    const peers: Peers = {
      'in-1': at('203.0', 1, 1, { rttMs: 100 }),
      'in-2': at('203.0', 2, 2, { rttMs: 10 }),
      'in-3': at('198.51', 3, 3, { rttMs: 20 }),
    };
    evicted({ ...peers, ...newcomer }, go('in-1', 4, 4), make({ protect: { byGroup: 0, byRtt: 2 }, incomingMax: 4 }));
    evicted({ ...peers, ...newcomer }, undefined, make({ protect: { byGroup: 0, byRtt: 3 } }));
  });

  it('protects who has been the first to tell of most of the map', () => {
    const told = (peer: string, ...names: readonly string[]) => itemsHeard(peer, names.map((name) => recordOf(name)));
    const state = after(aState({ peers: { ...three, ...newcomer } }), 0,
      told('in-3', 'anna', 'bert'), told('in-1', 'carla'));
    const commandsOf = (byNews: number): readonly Command[] => {
      const commands: Command[] = [];
      marbles(({ hot }) => void hot('o', { o }).pipe(steps(state), make({ protect: { byNews } }))
        .subscribe((command) => commands.push(command)));
      return commands;
    };
    expect(commandsOf(0)).to.deep.equal([go('in-3', 4)]);
    expect(commandsOf(1)).to.deep.equal([go('in-2', 4)]);
    expect(commandsOf(3)).to.deep.equal([]);
  });

  it('protects who has stood longest', () =>
    evicted({ ...three, ...newcomer }, undefined, make({ protect: { byAge: 3 } })));

  it('protects whom this node follows on a ring', () => {
    const names = ['anna', 'bert', 'carla', 'dora'];
    const records = names.map((name, at) => recordOf(name, {
      addresses: [`41.${at}.0.1:7000`], out: [signedBy(names[(at + 1) % names.length] ?? '')],
    }));
    const known = after(aState({ self: { node: signedBy('anna') } }), 0, opened('out-1'), itemsHeard('out-1', records));
    const before = names.map(signedBy).find((node) => ringsBefore(known, node, 0).length > 0) ?? '';
    const peers: Peers = { 'in-1': at('203.0', 1, 1), 'in-2': at('203.0', 2, 2, { node: before }), ...newcomer };
    marbles(({ hot, expectCommands }) => expectCommands(hot('o', { o }).pipe(
      steps(withPeers(peers, known)), make({ incomingMax: 3, protect: { byRing: 1 } }),
    )).toBe('x', { x: go('in-1', 3, 3) }));
  });

  it('protects by an order of the groups that only this node knows', () => {
    const victims = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((key) => {
      const commands: Command[] = [];
      marbles(({ hot }) => {
        hot('o', { o }).pipe(
          steps(aState({ peers: { ...three, 'in-4': at('192.1', 4, 4), ...newcomer } })),
          evict({ incomingMax: 4, reserve: 1, protect: { byGroup: 3, byRtt: 0 } }, () => key),
        ).subscribe((command) => commands.push(command));
      });
      return commands.map((command) => ('peer' in command ? command.peer : '')).join();
    });
    expect(new Set(victims).size).to.be.above(1);
  });

  it('protects whom the operator named by its id', () => {
    const named = learnt([`${nodeIdFrom('in-2')}@10.0.0.7:7000`], { from: 'config' });
    const state = after(aState({ peers: { ...three, ...newcomer } }), 0, named);
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('o', { o }).pipe(steps(state), make())).toBe('x', { x: go('in-3', 4) }));
  });

  it('takes each host of a private network for a group of its own', () =>
    evicted({
      'in-1': { address: '10.0.0.1:5000', openedAt: 1 }, 'in-2': { address: '10.0.0.2:5000', openedAt: 3 },
      'in-3': { address: '10.0.0.1:5001', openedAt: 2 }, ...newcomer,
    }, go('in-2', 4)));

  it('keeps nobody out of a node that is full of others', () => {
    const town = new Town();
    const a = town.house('a', {
      guards: defaultGuards({ incoming: 4 }),
      policies: (env) =>
        ({ ...defaultPolicies({}, env), evict: evict({ incomingMax: 4, reserve: 1, protect: none }, env.random) }),
    });
    const others = ['b', 'c', 'd', 'e', 'f'].map((letter) => {
      const house = town.house(letter, { peers: [a.address], listen: [] });
      town.advance(2_000);
      return house;
    });
    expect(new Set(eventsOf(a, 'peer-opened').map(({ node }) => node)).size).to.equal(5);
    expect(neighbours(a).length).to.equal(3);
    expect(eventsOf(a, 'command-refused')).to.deep.equal([]);
    expect(eventsOf(a, 'peer-closed').length).to.equal(2);
    [a, ...others].forEach(({ running }) => running.unsubscribe());
  });
});
