// One edge from each node to each other.
import { expect } from 'chai';
import { accept, dial, welcome } from '../../lib/command.ts';
import { goodbyeFor } from '../../lib/guard.ts';
import { onePerRemote } from '../../lib/guards/onePerRemote.ts';
import { aState, nodeIdFrom, type StateSketch } from '../../lib/testing/index.ts';

const b = nodeIdFrom('b');
const there = '203.0.113.9:7000';

const dialling = (address: string, sketch: StateSketch): string | undefined =>
  onePerRemote({ command: dial(address), state: aState(sketch), now: 0 });

const welcoming = (peer: string, peers: NonNullable<StateSketch['peers']>): string | undefined =>
  onePerRemote({ command: welcome(peer), state: aState({ peers }), now: 0 });

describe('onePerRemote', () => {
  it('dials where no connection leads', () => expect(dialling(there, {})).to.be.undefined);

  for (const phase of ['dialling', 'securing', 'greeted', 'alive'] as const) {
    it(`refuses to dial an endpoint while a connection to it is ${phase}`, () => {
      const reason = dialling(there, { peers: { 'out-1': { phase, address: `${b}@${there}` } } });
      expect(reason).to.equal(`duplicate: out-1 leads to ${b}@${there}, and is ${phase}`);
      expect(goodbyeFor(reason ?? '')).to.equal('duplicate');
    });
  }

  it('dials again while the last connection is closing', () =>
    expect(dialling(there, { peers: { 'out-1': { phase: 'closing', address: there } } })).to.be.undefined);

  it('dials another port of the same host', () =>
    expect(dialling('203.0.113.9:7001', { peers: { 'out-1': { address: there } } })).to.be.undefined);

  it('dials a node whose connection came in: the other edge', () =>
    expect(dialling(`${b}@${there}`, { peers: { 'in-1': { node: b } } })).to.be.undefined);

  it('refuses to dial a node that it is connected to at another address', () => {
    const peers = { 'out-1': { node: b, address: '203.0.113.7:7000' } };
    expect(dialling(`${b}@${there}`, { peers })).to.match(/^duplicate: out-1 leads to 203.0.113.7:7000/);
    expect(dialling(there, { peers, addresses: { [`${b}@${there}`]: {} } })).to.match(/^duplicate: out-1/);
  });

  it('welcomes the first connection of a node, and an edge in the other direction', () => {
    expect(welcoming('in-1', { 'in-1': { phase: 'greeted', node: b } })).to.be.undefined;
    expect(welcoming('in-1', { 'out-2': { node: b }, 'in-1': { phase: 'greeted', node: b } })).to.be.undefined;
  });

  it('refuses to welcome a second one in the same direction while the first is alive', () =>
    expect(welcoming('in-2', { 'in-1': { node: b }, 'in-2': { phase: 'greeted', node: b } }))
      .to.equal(`duplicate: in-1 to ${b} stands`));

  it('welcomes the second once the first is closing', () =>
    expect(welcoming('in-2', { 'in-1': { node: b, phase: 'closing' }, 'in-2': { phase: 'greeted', node: b } }))
      .to.be.undefined);

  it('does not judge at the door, where nobody has said who it is', () => {
    const state = aState({ peers: { 'in-1': {}, 'in-2': { phase: 'accepted' } } });
    expect(onePerRemote({ command: accept('in-2'), state, now: 0 })).to.be.undefined;
  });
});
