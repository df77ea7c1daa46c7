// What an operator asks for, and whom a few characters mean.
import { expect } from 'chai';
import { ban, close, dial, report, unban, type Command, type OperatorRequest } from '../../lib/command.ts';
import { DROPPED_MS } from '../../lib/dropped.ts';
import { meant, operator } from '../../lib/reducers/operator.ts';
import { aState, nodeIdFrom, requested, ticked } from '../../lib/testing/index.ts';

const b = nodeIdFrom('b');
const state = aState({ peers: {
  'in-1': { node: b, address: '203.0.113.9:50000', addresses: ['203.0.113.9:7000'] },
  'out-2': { node: b, address: '203.0.113.9:7000' },
  'out-3': { address: '203.0.113.8:7000' },
  'in-4': { phase: 'accepted', address: '203.0.113.7:50000' },
} });
const asked = (request: OperatorRequest): readonly Command[] => operator(state, requested(request), 0).commands;
const dropped = (peer: string): Command =>
  close(peer, 'dropped', { detail: 'by the operator', retryAfterMs: DROPPED_MS });

describe('the operator reducer', () => {
  it('dials, lifts bans and dumps as it is asked', () => {
    expect(asked({ type: 'dial', address: '10.0.0.9:7000' })).to.deep.equal([dial('10.0.0.9:7000')]);
    expect(asked({ type: 'unban', subject: b })).to.deep.equal([unban(b)]);
    expect(asked({ type: 'dump' })).to.deep.equal([report('file')]);
  });

  for (const [what, subject, peers] of [
    ['the id of a connection', 'in-1', ['in-1']],
    ['the id of a node', b, ['in-1', 'out-2']],
    ['the first eight characters of one', b.slice(0, 8), ['in-1', 'out-2']],
    ['only seven, which is too few', b.slice(0, 7), []],
    ['an endpoint, dialled or said', '203.0.113.9:7000', ['in-1', 'out-2']],
    ['a host', '203.0.113.8', ['out-3']],
    ['nobody', '203.0.113.6', []],
  ] as const) {
    it(`drops whoever is meant by ${what}`, () => {
      expect(meant(state, subject).map(({ peer }) => peer)).to.have.members([...peers]);
      expect(asked({ type: 'drop', subject })).to.have.deep.members(peers.map(dropped));
    });
  }

  for (const [what, subject, banned] of [
    ['the node of a connection that is named', 'out-2', b],
    ['the host of one whose node is not known yet', 'in-4', '203.0.113.7'],
    ['the node whose id begins so', b.slice(0, 8), b],
    ['a host as such', '203.0.113.9', '203.0.113.9'],
    ['an endpoint as such', '203.0.113.9:7000', '203.0.113.9:7000'],
    ['a node that is not connected', nodeIdFrom('c'), nodeIdFrom('c')],
  ] as const) {
    it(`bans ${what}`, () =>
      expect(asked({ type: 'ban', subject, forMs: 5, reason: 'noise' }))
        .to.deep.equal([ban(banned, { forMs: 5, reason: 'noise' })]));
  }

  it('changes no state, and has nothing to do with other events', () => {
    expect(operator(state, requested({ type: 'dump' }), 0).state).to.equal(state);
    expect(operator(state, ticked('idle'), 0)).to.deep.equal({ state, commands: [] });
  });
});
