// Who may stay: what a hello must say, and which of two connections to one node gives way.
import { expect } from 'chai';
import { close, ping, welcome, type Command } from '../../lib/command.ts';
import type { Hello } from '../../lib/hello.ts';
import { CONTEST_MS, handshake } from '../../lib/reducers/handshake.ts';
import {
  after, aState, closed, greeted, heard, nodeIdFrom, ticked, type PeerSketch, type StateSketch,
} from '../../lib/testing/index.ts';

const b = nodeIdFrom('b');
const greeting = (peer: string, more: PeerSketch = {}): StateSketch['peers'] =>
  ({ [peer]: { phase: 'greeting', node: b, ...more } });

const answer = (peers: StateSketch['peers'], peer: string, hello: Partial<Hello> = {}): readonly Command[] =>
  handshake(aState({ ...(peers && { peers }) }), greeted(peer, { id: b, boot: 'boot-of-b', ...hello }), 0).commands;

describe('the handshake reducer', () => {
  it('keeps what a hello says, and welcomes whoever it is from', () => {
    const hello = { id: b, boot: 'boot-of-b', label: 'bee', addresses: ['10.0.0.9:7000'] };
    const { state, commands } = handshake(aState({ peers: { ...greeting('in-1') } }), greeted('in-1', hello), 0);
    expect(state.peers.get('in-1')).to.deep.include({
      phase: 'greeted', node: b, boot: 'boot-of-b', label: 'bee', addresses: ['10.0.0.9:7000'],
    });
    expect(commands).to.deep.equal([welcome('in-1')]);
  });

  it('does nothing for a connection that is gone', () =>
    expect(answer({}, 'in-1')).to.deep.equal([]));

  it('says goodbye to another version, with both', () =>
    expect(answer(greeting('in-1'), 'in-1', { version: 2 }))
      .to.deep.equal([close('in-1', 'other-version', { detail: 'version 2, spoken here: 1' })]));

  it('says goodbye to another network, with both', () =>
    expect(answer(greeting('in-1'), 'in-1', { network: 'moon' }))
      .to.deep.equal([close('in-1', 'other-network', { detail: 'network "moon", here: "test"' })]));

  it('prints no network as its name came', () =>
    expect(answer(greeting('in-1'), 'in-1', { network: 'moon\u202e\n' }))
      .to.deep.equal([close('in-1', 'other-network', { detail: 'network "moon\\u{202e}\\u{a}", here: "test"' })]));

  it('says goodbye to whoever claims another id than it has proven', () =>
    expect(answer(greeting('in-1'), 'in-1', { id: nodeIdFrom('c') })).to.deep.equal([
      close('in-1', 'wrong-identity', { detail: `hello of ${nodeIdFrom('c')}, expected: ${b}` }),
    ]));

  it('says goodbye to another node than was dialled, also where nothing is proven', () => {
    const address = `${b}@10.0.0.9:7000`;
    const state = (direction: string) => {
      const peer = `${direction}-1`;
      const made = aState({ peers: { [peer]: { phase: 'securing', address } } });
      return handshake(made, greeted(peer, { id: nodeIdFrom('c') }), 0).commands.map(({ type }) => type);
    };
    expect(state('out')).to.deep.equal(['close']);
    expect(state('in')).to.deep.equal(['welcome']);
  });

  describe('of a second connection to a node', () => {
    const first = { 'in-1': { node: b, boot: 'boot-of-b' } };
    const both = { ...first, ...greeting('in-2') };

    it('lets another boot take over from one that must be dead', () =>
      expect(answer(both, 'in-2', { boot: 'later' })).to.deep.equal([close('in-1', 'superseded'), welcome('in-2')]));

    it('asks the first one for a sign of life when it is the same boot', () => {
      const { state, commands } = handshake(aState({ peers: both }), greeted('in-2', { id: b, boot: 'boot-of-b' }), 7);
      expect(commands).to.deep.equal([ping('in-1')]);
      expect(state.peers.get('in-2')?.contests).to.deep.equal({ peer: 'in-1', since: 7 });
    });

    for (const [what, other] of [
      ['in the other direction', { 'out-1': { node: b, boot: 'boot-of-b' } }],
      ['that is closing', { 'in-1': { node: b, boot: 'boot-of-b', phase: 'closing' } }],
      ['of another node', { 'in-1': { boot: 'boot-of-b' } }],
    ] as const) {
      it(`has nothing against one ${what}`, () =>
        expect(answer({ ...other, ...greeting('in-2') }, 'in-2')).to.deep.equal([welcome('in-2')]));
    }

    const contested = after(aState({ peers: both }), 0, greeted('in-2', { id: b, boot: 'boot-of-b' }));

    it('closes the second one when the first one answers', () =>
      expect(handshake(contested, heard('in-1', { rttMs: 5 }), 1).commands)
        .to.deep.equal([close('in-2', 'duplicate', { detail: 'in-1 answers' })]));

    it('does not take an old message for an answer', () =>
      expect(handshake(contested, heard('in-1'), 1).commands).to.deep.equal([]));

    it('welcomes the second one when the first one ends by itself', () =>
      expect(handshake(after(contested, 1, ticked('idle')), closed('in-1', { node: b }), 1).commands)
        .to.deep.equal([welcome('in-2')]));

    it('spares the first one a millisecond short of its time, and gives the second its place on it', () => {
      expect(handshake(contested, ticked('heartbeat'), CONTEST_MS - 1).commands).to.deep.equal([]);
      expect(handshake(contested, ticked('heartbeat'), CONTEST_MS).commands).to.deep.equal([
        close('in-1', 'timed-out', { detail: `gave no sign for ${CONTEST_MS} ms` }), welcome('in-2'),
      ]);
      expect(handshake(contested, ticked('idle'), CONTEST_MS).commands).to.deep.equal([]);
    });
  });
});
