// What is counted and indexed by connection, held against a recount after anything that can happen to connections.
import { expect } from 'chai';
import fc from 'fast-check';
import { hostOf } from '../lib/address.ts';
import type { Event } from '../lib/event.ts';
import { groupOf } from '../lib/group.ts';
import type { State } from '../lib/state.ts';
import {
  accepted, after, aState, closed, closing, connected, dialStarted, greeted, heard, nodeIdFrom, opened, secured,
  stopRequested, ticked,
} from '../lib/testing/index.ts';
import { changePeer, withPeer } from '../lib/withPeer.ts';

type Counts = Record<string, number>;

/** The tally, counted afresh from the connections. */
const recounted = (state: State): Counts => {
  const counts: Counts = {};
  const count = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  for (const { direction, phase, address } of state.peers.values()) {
    const group = groupOf(address);
    count(`host/${hostOf(address)}`);
    if (group !== undefined) count(`${direction}/group/${group}`);
    if (phase !== 'closing') count(`${direction}/${phase === 'alive' ? 'alive' : 'pending'}`);
  }
  return counts;
};

const reindexed = (state: State): Record<string, readonly string[]> => {
  const index: Record<string, string[]> = {};
  for (const { peer, node } of state.peers.values()) if (node !== undefined) (index[node] ??= []).push(peer);
  return Object.fromEntries(Object.entries(index).map(([node, peers]) => [node, peers.sort()]));
};

const peer = fc.constantFrom('in-1', 'in-2', 'out-3', 'out-4');
const node = fc.constantFrom('b', 'c').map(nodeIdFrom);
const address = fc.constantFrom(
  '203.0.113.9:7000', '203.0.5.1:7000', '10.0.0.1:7000', '[2001:db8::1]:7000', 'a.example:1',
);

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(peer, address).map(([id, at]) => (id.startsWith('in') ? accepted : dialStarted)(id, { address: at })),
  peer.map((id) => connected(id)),
  fc.tuple(peer, fc.option(node, { nil: undefined })).map(([id, proven]) => secured(id, { node: proven })),
  fc.tuple(peer, node, fc.constantFrom('boot-1', 'boot-2')).map(([id, who, boot]) => greeted(id, { id: who, boot })),
  fc.tuple(peer, node).map(([id, who]) => opened(id, { node: who })),
  peer.map((id) => heard(id, { rttMs: 5 })),
  peer.map((id) => closing(id)),
  fc.tuple(peer, fc.option(node, { nil: undefined })).map(([id, who]) => closed(id, { node: who })),
  fc.constantFrom(ticked('heartbeat'), ticked('status'), stopRequested()),
);

describe('withPeer', () => {
  it('keeps the tally and the index of nodes equal to a recount, whatever happens in whatever order', () =>
    fc.assert(fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      let state = aState();
      for (const one of events) {
        state = after(state, 0, one);
        expect(state.tally.toJSON()).to.deep.equal(recounted(state));
        const index = Object.fromEntries([...state.peersByNode].map(([id, peers]) => [id, [...peers].sort()]));
        expect(index).to.deep.equal(reindexed(state));
      }
    }), { numRuns: 300 }));

  it('leaves the counts alone when nothing that is counted changed', () => {
    const state = aState({ peers: { 'in-1': {} } });
    const changed = changePeer(state, 'in-1', { heardAt: 9 });
    expect([changed.tally, changed.peersByNode]).to.deep.equal([state.tally, state.peersByNode]);
    expect(changed.tally).to.equal(state.tally);
    expect(changed.peersByNode).to.equal(state.peersByNode);
  });

  it('keeps the state when the connection is not known', () => {
    const state = aState({ peers: { 'in-1': {} } });
    expect(changePeer(state, 'in-2', { phase: 'closing' })).to.equal(state);
    expect(withPeer(state, 'in-2', undefined)).to.deep.equal(state);
  });
});
