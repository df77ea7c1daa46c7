// The account of connections: phases, counts of closings and refusals, and what a refusal leads to.
import { expect } from 'chai';
import { accept, close, dial, ping, welcome, type Command } from '../../lib/command.ts';
import type { CloseReason } from '../../lib/reasons.ts';
import { connections } from '../../lib/reducers/connections.ts';
import {
  accepted, after, aState, closed, closing, connected, dialStarted, greeted, nodeIdFrom, opened, refused, secured,
  ticked,
} from '../../lib/testing/index.ts';

const empty = aState();

describe('the connections reducer', () => {
  it('begins an incoming connection, and asks whether to accept it', () => {
    const { state, commands } = connections(empty, accepted('in-1', { address: '10.0.0.9:50000' }), 7);
    expect(state.peers.get('in-1')).to.deep.equal({
      peer: 'in-1', direction: 'in', address: '10.0.0.9:50000', phase: 'accepted', since: 7, addresses: [], heardAt: 7,
      traffic: { bytesIn: 0, bytesOut: 0, requests: 0 },
    });
    expect(commands).to.deep.equal([accept('in-1')]);
  });

  it('begins an outgoing connection, of which nothing has to be asked', () => {
    const { state, commands } = connections(empty, dialStarted('out-1'), 7);
    expect(state.peers.get('out-1')).to.include({ direction: 'out', phase: 'dialling', since: 7 });
    expect(commands).to.deep.equal([]);
  });

  const securing = aState({ peers: { 'out-1': { phase: 'securing' } } });
  for (const [event, from, phase] of [
    [connected('out-1'), aState({ peers: { 'out-1': { phase: 'dialling' } } }), 'securing'],
    [secured('out-1'), securing, 'greeting'],
    [opened('out-1'), aState({ peers: { 'out-1': { phase: 'greeted' } } }), 'alive'],
    [closing('out-1'), aState({ peers: { 'out-1': {} } }), 'closing'],
  ] as const) {
    it(`takes a connection to ${phase} on ${event.type}`, () =>
      expect(connections(from, event, 0).state.peers.get('out-1')?.phase).to.equal(phase));

    it(`does nothing on ${event.type} of a connection that is gone`, () =>
      expect(connections(empty, event, 0)).to.deep.equal({ state: empty, commands: [] }));
  }

  it('keeps the node that was proven, and none where nothing was', () => {
    expect(connections(securing, secured('out-1'), 0).state.peers.get('out-1')?.node).to.equal(nodeIdFrom('out-1'));
    const unproven = connections(securing, secured('out-1', { node: undefined }), 0).state;
    expect(unproven.peers.get('out-1')).to.not.have.property('node');
  });

  it('takes the opening for a sign of life', () => {
    const state = after(aState({ peers: { 'in-1': { phase: 'greeted' } } }), 9, opened('in-1'));
    expect(state.peers.get('in-1')).to.include({ openedAt: 9, heardAt: 9, since: 0 });
  });

  it('forgets a connection that ended, and counts it by direction and reason', () => {
    const one = connections(aState({ peers: { 'in-1': {} } }), closed('in-1', { reason: 'idle' }), 0).state;
    expect([...one.closed]).to.deep.equal([['in/idle', 1]]);
    expect(one.peers.size).to.equal(0);
    const two = connections(one, closed('in-2', { reason: 'idle' }), 0).state;
    expect(two.closed.get('in/idle')).to.equal(2);
    expect(connections(two, closed('out-3', { reason: 'idle' }), 0).state.closed.get('out/idle')).to.equal(1);
  });

  describe('when a guard refused', () => {
    const answers: readonly (readonly [Command, string, CloseReason | undefined])[] = [
      [accept('in-1'), 'full: 64 incoming, limit 64', 'full'],
      [welcome('in-1'), 'duplicate: in-7 stands', 'duplicate'],
      [accept('in-1'), 'not on a Sunday', 'refused'],
      [accept('in-1'), 'unreachable: not a word for a goodbye', 'refused'],
      [accept('in-1'), '', 'refused'],
      [dial('10.0.0.9:7000'), 'full: 8 outgoing, limit 8', undefined],
      [ping('in-1'), 'full: nonsense', undefined],
    ];
    for (const [command, reason, goodbye] of answers) {
      it(`says ${goodbye ?? 'nothing'} after ${command.type} was refused: ${reason}`, () => {
        const before = aState({ peers: { 'in-1': {} } });
        const { state, commands } = connections(before, refused(command, { guard: 'g', reason }), 0);
        expect(commands).to.deep.equal(
          goodbye === undefined ? [] : [{ ...close('in-1', 'full', { detail: reason }), reason: goodbye }]);
        expect([...state.refused]).to.deep.equal([['g', 1]]);
      });
    }

    it('counts refusals by guard', () => {
      const state = after(empty, 0, ...['a', 'b', 'a'].map((guard) => refused(dial('10.0.0.9:7000'), { guard })));
      expect(state.refused.toJSON()).to.deep.equal({ a: 2, b: 1 });
    });
  });

  it('has nothing to do with greetings and ticks', () => {
    for (const event of [ticked('idle'), greeted('out-1')]) {
      expect(connections(securing, event, 0)).to.deep.equal({ state: securing, commands: [] });
    }
  });
});
