// What a node makes of what it hears, and what it has to say of itself.
import { expect } from 'chai';
import { announce, type Command } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { DENY_AFTER_MS, ISSUE_MS_MIN, ISSUE_PACE, REFRESH_MS } from '../../lib/ownRecord.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { network } from '../../lib/reducers/network.ts';
import type { State } from '../../lib/state.ts';
import {
  after, aState, closed, doubtOf, duplicated, itemsHeard, listening, nodeIdFrom, opened, proven, recordIssued, recordOf,
  reported, signedBy, stopRequested, ticked, unproven,
} from '../../lib/testing/index.ts';

const me = signedBy('me');
const at = (state: State, now: number, event: Event): readonly Command[] => network(state, event, now).commands;

const issued = (commands: readonly Command[]) => commands.filter((it) => it.type === 'issue-record');

/** A node of that key, which listens. */
const born = (): State => aState({ self: { node: me }, listening: ['10.0.0.1:7000'] });

/** It has signed its first record. */
const known = (seq = 1, more: Parameters<typeof recordOf>[1] = {}): State =>
  after(born(), 0, recordIssued(recordOf('me', { seq, addresses: ['10.0.0.1:7000'], ...more })));

describe('the reducer of the network', () => {
  it('has a record issued as soon as the node listens, with the address', () => {
    const [command] = issued(at(aState({ self: { node: me } }), 5, listening('10.0.0.1:7000')));
    expect(command).to.deep.include({ seq: 5, leaving: false, out: [], addresses: ['10.0.0.1:7000'] });
  });

  it('asks for one record at a time', () => {
    expect(issued(at(born(), 5_000, opened('out-1')))).to.deep.equal([]);
  });

  it('says a new edge a second after the last record, and as often as others let pass', () => {
    const state = after(known(), 10, opened('out-1', { node: signedBy('anna') }));
    const opening = after(known(), 0);
    expect(issued(at(opening, ISSUE_MS_MIN - 1, ticked('heartbeat')))).to.deep.equal([]);
    const lively = { ...state, peers: aState({ peers: { 'out-1': { node: signedBy('anna') } } }).peers };
    expect(issued(at(lively, ISSUE_MS_MIN, ticked('heartbeat')))[0])
      .to.deep.include({ out: [edgeIdOf(signedBy('anna'))] });
    const { everyMs, burst } = ISSUE_PACE;
    const spent = { ...lively.network.own, isBeing: false, issuedAt: 0, paidUntil: burst * everyMs };
    const busy = { ...lively, network: { ...lively.network, own: spent } };
    expect(issued(at(busy, everyMs - 1, ticked('heartbeat')))).to.deep.equal([]);
    expect(issued(at(busy, everyMs, ticked('heartbeat')))).to.have.length(1);
    const refuting = { ...busy, network: { ...busy.network, own: { ...spent, seqMin: 9 } } };
    expect(issued(at(refuting, 1, ticked('heartbeat')))).to.have.length(1);
  });

  it('waits until the next tick for edges that are about to open, and says them together', () => {
    const peers = { 'out-1': { node: signedBy('anna') }, 'out-2': { phase: 'greeting' as const } };
    const opening = { ...after(known(), 0), peers: aState({ peers }).peers };
    expect(issued(at(opening, 1_500, opened('out-1', { node: signedBy('anna') })))).to.deep.equal([]);
    expect(issued(at(opening, 1_500, ticked('heartbeat')))).to.have.length(1);
    const dialling = { ...opening, peers: aState({ peers: { ...peers, 'out-2': { phase: 'dialling' } } }).peers };
    expect(issued(at(dialling, 1_500, opened('out-1', { node: signedBy('anna') })))).to.have.length(1);
  });

  it('says nothing of an edge that is closed as soon as it is open', () => {
    const feeling = after(known(), 5_000, opened('out-1', { node: signedBy('anna') }));
    expect(issued(at(feeling, 5_000, listening('10.0.0.1:7000')))).to.deep.equal([]);
    const open = (openedAt: number): State => ({
      ...feeling, peers: aState({ peers: { 'out-1': { node: signedBy('anna'), openedAt } } }).peers,
    });
    expect(issued(at(open(4_950), 5_000, opened('in-1')))).to.deep.equal([]);
    expect(issued(at(open(4_800), 5_000, opened('in-1')))).to.have.length(1);
    expect(issued(at(open(4_950), 5_000, ticked('heartbeat')))).to.have.length(1);
  });

  it('says the same again after half an hour, and nothing before that', () => {
    expect(issued(at(known(), REFRESH_MS - 1, ticked('heartbeat')))).to.deep.equal([]);
    expect(issued(at(known(), REFRESH_MS, ticked('heartbeat')))).to.have.length(1);
  });

  it('goes past a later record of itself that somebody holds', () => {
    const [command] = issued(at(known(7), 9, itemsHeard('out-1', [recordOf('me', { seq: 50 })])));
    expect(command).to.deep.include({ seq: 51 });
  });

  it('refutes a doubt at once', () => {
    const anna = signedBy('anna');
    const state = after(known(7, { out: [anna] }), 0, itemsHeard('in-1', [recordOf('anna')]));
    const [command] = issued(at(state, 9, itemsHeard('in-1', [doubtOf('anna', me, 7)])));
    expect(command).to.have.property('seq').that.is.at.least(8);
  });

  it('issues nothing any more when another process has its key', () => {
    let state = known(7);
    const told: Command[] = [];
    for (const seq of [50, 150, 250]) {
      const news = itemsHeard('out-1', [recordOf('me', { seq })]);
      told.push(...at(state, seq, news)
        .filter((it) => it.type === 'announce' && it.news.type === 'identity-duplicated'));
      state = after(state, seq, news, recordIssued(recordOf('me', { seq: seq + 1 })));
    }
    expect(told).to.deep.equal([announce(duplicated(me))]);
    expect(state.network.own.isDuplicate).to.equal(true);
    expect(issued(at(state, 90_000, ticked('heartbeat')))).to.deep.equal([]);
    const more = at(state, 400, itemsHeard('out-1', [recordOf('me', { seq: 350 })]));
    expect(more.filter(({ type }) => type !== 'announce')).to.deep.equal([]);
  });

  it('denies an edge that is claimed and not there, once its tail has had time to say so itself', () => {
    const claimed = after(known(), 1_000, itemsHeard('in-9', [recordOf('anna', { out: [me] })]), ticked('heartbeat'));
    const later = after(claimed, 1_000 + DENY_AFTER_MS - 1, ticked('heartbeat'));
    expect(issued(at(later, 1_000 + DENY_AFTER_MS - 1, ticked('heartbeat')))).to.deep.equal([]);
    expect(issued(at(later, 1_000 + DENY_AFTER_MS, ticked('heartbeat')))[0])
      .to.deep.include({ denied: [edgeIdOf(signedBy('anna'))] });
  });

  it('says that it leaves before anybody is told goodbye', () => {
    expect(issued(at(known(), 50, stopRequested()))[0]).to.deep.include({ leaving: true, out: [] });
  });

  it('says so once, whatever happens then: one number is reserved for that, and a start must not use it again', () => {
    const word = recordOf('me', { seq: 8, addresses: ['10.0.0.1:7000'], leaving: true });
    const claim = itemsHeard('in-9', [recordOf('anna', { out: [me] })]);
    const gone = after(known(), 50, claim, ticked('heartbeat'), stopRequested(), recordIssued(word));
    expect(gone.network.own.isBeing).to.equal(false);
    expect(issued(at(gone, 60, itemsHeard('in-1', [doubtOf('anna', me, 8)])))).to.deep.equal([]);
    expect(issued(at(gone, 50 + DENY_AFTER_MS, ticked('heartbeat')))).to.deep.equal([]);
  });

  it('tells when all agree, and when they do no longer', () => {
    const anna = signedBy('anna');
    const peers = { 'in-1': { node: anna } };
    const born = aState({ self: { node: me }, peers });
    const heard = after(born, 0, recordIssued(recordOf('me')), itemsHeard('in-1', [recordOf('anna', { out: [me] })]));
    const { digest } = heard.network;
    const tale = [1, 2, 3, 4].map((radius) => reported('in-1', { digest, radius }));
    const told: Command[] = [];
    let state = heard;
    for (const event of tale) {
      told.push(...at(state, 9, event));
      state = after(state, 9, event);
    }
    expect(told).to.deep.equal([announce(proven(2, digest))]);
    const moved = at(state, 10, itemsHeard('in-1', [recordOf('anna', { seq: 2, out: [me] })]));
    expect(moved).to.deep.include(announce(unproven(digest)));
  });

  it('forgets what a connection said with the connection', () => {
    const state = after(aState(), 0, opened('out-1'), reported('out-1', { radius: 3 }), closed('out-1'));
    expect(state.network.links.size).to.equal(0);
    expect(nodeIdFrom('out-1')).to.not.equal('');
  });

  it('leaves out what cannot be read', () => {
    const state = after(aState(), 0, itemsHeard('in-1', ['AAAA', '', recordOf('anna')]));
    expect(state.network.map.entries.size).to.equal(1);
  });
});
