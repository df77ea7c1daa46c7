// Whole nodes find each other, lose each other and part, on a network in memory and on virtual time.
import { expect } from 'chai';
import { defaultGuards } from '../../lib/defaults.ts';
import type { Guard } from '../../lib/guard.ts';
import { notSelf } from '../../lib/guards/notSelf.ts';
import { CONTEST_MS } from '../../lib/reducers/handshake.ts';
import { DROPPED_MS } from '../../lib/dropped.ts';
import { eventsOf, neighbours, peersIn, Town, type House } from '../support/town.ts';

const leave = (...houses: readonly House[]): void => houses.forEach(({ running }) => running.unsubscribe());

const reasons = (house: House): readonly string[] =>
  eventsOf(house, 'peer-closed').map(({ direction, reason, endedBy }) => `${direction} ${reason} ${endedBy}`);

describe('a network of nodes', () => {
  it('connects every two of five nodes that were told of the first only, and each learns of all', () => {
    const town = new Town();
    const first = town.house('a');
    const others = ['b', 'c', 'd', 'e'].map((letter) => town.house(letter, { peers: [first.address] }));
    town.advance(30_000);
    for (const house of [first, ...others]) {
      const met = new Set(neighbours(house).map((who) => who.slice(-1)));
      expect([...met].sort().join('')).to.equal('abcde'.replace(house.letter, ''));
      expect([...house.net.state.addresses.keys()].length).to.be.at.least(4);
    }
    leave(first, ...others);
  });

  it('leaves no timer and no connection behind when it is unsubscribed in the midst of it', () => {
    const town = new Town();
    const houses = ['a', 'b', 'c'].map((letter) => town.house(letter, { peers: ['10.0.0.1:7000'] }));
    town.advance(25);
    leave(...houses);
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
  });

  it('stops in good order: says why and when it may be back, and completes when all are gone', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    expect(neighbours(b)).to.deep.equal(['out a']);
    a.net.stop('test');
    town.advance(100);
    expect(a.ended).to.equal('stopped');
    expect(eventsOf(b, 'peer-closed')).to.deep.include.members([
      { type: 'peer-closed', peer: 'out-1', direction: 'out', address: '10.0.0.1:7000', node: a.net.id, phase: 'alive',
        reason: 'stopping', endedBy: 'remote', retryAfterMs: 1_000 },
    ]);
    leave(a, b);
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
  });

  it('stops even when a remote hears nothing any more', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    town.network.partition(['10.0.0.1'], ['10.0.0.2']);
    b.net.stop('test');
    town.advance(5_000);
    expect(b.ended).to.equal('stopped');
    leave(a, b);
  });

  it('takes back a node that was killed and started again, without being told its address', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    town.network.crash('10.0.0.1');
    leave(a);
    town.advance(500);
    expect(reasons(b)).to.deep.equal(['out reset network']);
    const again = town.house('a');
    town.advance(10_000);
    expect(neighbours(b)).to.deep.equal(['out a']);
    expect(again.net.id).to.equal(a.net.id);
    leave(again, b);
  });

  it('gives up a node that fell silent, once nobody opens at its address either', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    town.network.vanish('10.0.0.1');
    leave(a);
    town.advance(2_000);
    expect(reasons(b)).to.deep.equal([]);
    town.advance(13_000);
    expect(reasons(b)[0]).to.equal('out timed-out local');
    leave(b);
  });

  it('lets a restarted node in at once, though its old connection seems to stand', () => {
    const town = new Town();
    const [a, b] = [town.house('a', { policies: {} }), town.house('b', { peers: ['10.0.0.1:7000'], listen: [] })];
    town.advance(5_000);
    town.network.vanish('10.0.0.2');
    leave(b);
    const random = (): number => 0.25; // another boot id
    const env = { scheduler: town.env.scheduler, soon: town.env.soon, random };
    const again = town.house('b', { peers: ['10.0.0.1:7000'], listen: [], env }, '10.0.0.9');
    town.advance(3_000);
    expect(reasons(a)).to.deep.equal(['in superseded local']);
    expect(neighbours(a)).to.deep.equal(['in b']);
    leave(a, again);
  });

  it('keeps the older of two connections of one process when it answers, and takes the newer when it does not', () => {
    const town = new Town();
    const a = town.house('a', { listen: ['10.0.0.1:7000', '10.0.0.1:7001'] });
    const guards = { ...defaultGuards(), onePerRemote: (): undefined => undefined };
    const b = town.house('b', { guards, policies: {} });
    b.net.order({ type: 'dial', address: '10.0.0.1:7000' });
    town.advance(1_000);
    b.net.order({ type: 'dial', address: '10.0.0.1:7001' });
    town.advance(1_000);
    expect(neighbours(b)).to.deep.equal(['out a']);
    expect([...reasons(a), ...reasons(b)]).to.include('in duplicate local');
    leave(a, b);
  });

  it('takes the newer of two connections when the older one gives no sign within the contest', () => {
    const town = new Town();
    const a = town.house('a', { policies: {} });
    const b = town.house('b', { peers: ['10.0.0.1:7000'], listen: [] });
    town.advance(5_000);
    const old = peersIn(a)[0]?.peer;
    const boot = peersIn(a)[0]?.boot ?? '';
    town.network.vanish('10.0.0.2');
    leave(b);
    // The same process, as far as its boot id tells, by another road: what a moved laptop looks like.
    const moved = town.house('b', { peers: ['10.0.0.1:7000'], listen: [] }, '10.0.0.9');
    expect(moved.net.state.self.boot).to.equal(boot);
    town.advance(1_500);
    expect(peersIn(a).map(({ phase }) => phase).sort()).to.deep.equal(['alive', 'greeted']);
    town.advance(CONTEST_MS + 2_100);
    expect(reasons(a)).to.include('in timed-out local');
    expect(peersIn(a).filter(({ phase }) => phase === 'alive').map(({ peer }) => peer)).to.not.include(old);
    expect(neighbours(a)).to.deep.equal(['in b']);
    leave(a, moved);
  });

  it('finds out that an address is its own, and does not come back to it', () => {
    const town = new Town();
    // As when the address is a name or behind a router: nothing but the hello tells that it is our own.
    const unaware: Guard = (intent) => (intent.command.type === 'dial' ? undefined : notSelf(intent));
    const b = town.house('b', { guards: { ...defaultGuards(), notSelf: unaware } });
    town.advance(100);
    b.net.order({ type: 'dial', address: '10.0.0.2:7000' });
    town.advance(60_000);
    expect(eventsOf(b, 'dial-started').length).to.equal(1);
    expect(eventsOf(b, 'peer-closed').map(({ reason }) => reason)).to.deep.equal(['self', 'self']);
    expect(b.net.state.addresses.get('10.0.0.2:7000')?.self).to.equal(true);
    leave(b);
  });

  it('refuses a node of another network, says so, and backs off', () => {
    const town = new Town();
    const [a, b] = [town.house('a', { network: 'one' }), town.house('b', { network: 'two', peers: ['10.0.0.1:7000'] })];
    town.advance(60_000);
    expect(reasons(a)).to.include.oneOf(['in other-network local', 'in other-network remote']);
    expect(eventsOf(b, 'dial-started').length).to.be.within(1, 8);
    leave(a, b);
  });

  it('refuses another node than the one that was asked for', () => {
    const town = new Town();
    const a = town.house('a');
    const b = town.house('b', { peers: [`${'c'.repeat(32)}@10.0.0.1:7000`] });
    town.advance(60_000);
    expect(reasons(b)).to.deep.equal(['out wrong-identity local']);
    expect(neighbours(a)).to.deep.equal([]);
    leave(a, b);
  });

  it('leaves a dropped node alone at both ends until its operator dials it', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    b.net.order({ type: 'drop', subject: a.net.id });
    town.advance(DROPPED_MS - 10_000);
    expect([...neighbours(a), ...neighbours(b)]).to.deep.equal([]);
    b.net.order({ type: 'dial', address: '10.0.0.1:7000' });
    town.advance(1_000);
    expect(neighbours(b)).to.deep.equal(['out a']);
    leave(a, b);
  });

  it('ends and refuses a banned node until the ban is lifted', () => {
    const town = new Town();
    const [a, b] = [town.house('a'), town.house('b', { peers: ['10.0.0.1:7000'] })];
    town.advance(5_000);
    a.net.order({ type: 'ban', subject: b.net.id, forMs: 3_600_000, reason: 'noise' });
    town.advance(30_000);
    expect(reasons(b)).to.include('out banned remote');
    expect(neighbours(a)).to.deep.equal([]);
    b.net.order({ type: 'dial', address: '10.0.0.1:7000' });
    town.advance(1_000);
    expect(neighbours(b)).to.deep.equal([]);
    expect(a.net.state.refused.get('notBanned')).to.be.at.least(1);
    a.net.order({ type: 'unban', subject: b.net.id });
    b.net.order({ type: 'dial', address: '10.0.0.1:7000' });
    town.advance(1_000);
    expect(neighbours(a)).to.deep.equal(['in b']);
    leave(a, b);
  });

  it('turns away whoever comes when its slots are full, before any handshake', () => {
    const town = new Town();
    const a = town.house('a', { guards: defaultGuards({ incoming: 1 }), policies: {} });
    const b = town.house('b', { peers: ['10.0.0.1:7000'], listen: [] });
    town.advance(3_000);
    const c = town.house('c', { peers: ['10.0.0.1:7000'], listen: [] });
    town.advance(3_000);
    expect(neighbours(a)).to.deep.equal(['in b']);
    expect(reasons(a)[0]).to.equal('in full local');
    expect(eventsOf(a, 'peer-closed')[0]?.phase).to.equal('accepted');
    leave(a, b, c);
  });

  it('heals after a partition', () => {
    const town = new Town();
    const first = town.house('a');
    const houses = [first, ...['b', 'c', 'd'].map((letter) => town.house(letter, { peers: [first.address] }))];
    town.advance(20_000);
    town.network.partition(['10.0.0.1', '10.0.0.2'], ['10.0.0.3', '10.0.0.4']);
    town.advance(60_000);
    expect(neighbours(first).map((who) => who.slice(-1))).to.deep.equal(['b']);
    town.network.heal();
    town.advance(120_000);
    for (const house of houses) expect(new Set(neighbours(house).map((who) => who.slice(-1))).size).to.equal(3);
    leave(...houses);
  });
});
