// Who can be asked, by the name of a node or of one connection to it.
import { expect } from 'chai';
import { RequestError, type Peer, type Requester } from '../lib/peer.ts';
import { Requesters, requesterOf } from '../lib/requesterOf.ts';
import type { State } from '../lib/state.ts';
import { aState, nodeIdFrom } from '../lib/testing/index.ts';

const node = nodeIdFrom('b');

/** The id of the connection whose requester was chosen, or why there is none. */
const chosen = (state: State, to: string, gone: readonly string[] = []): string => {
  const requesters = new Map<Requester, string>();
  const get = (id: string): Peer | undefined => {
    const requester = {} as Requester;
    requesters.set(requester, id);
    return gone.includes(id) ? undefined : ({ id, requester } as Peer);
  };
  try {
    return requesters.get(requesterOf(state, { get }, to)) ?? 'somebody else';
  } catch (error) {
    return error instanceof RequestError ? `${error.code}: ${error.message.replace(`${to}: `, 'TO: ')}` : String(error);
  }
};

const NOTHING = 'not-connected: TO: nothing that we dialled to it is alive';
const TAIL = 'not-connected: TO: it dialled us, and only the tail of an edge asks';

describe('who is asked', () => {
  it('is the connection that we dialled, by node or by its own name', () => {
    const state = aState({ peers: { 'out-1': { node } } });
    expect([chosen(state, node), chosen(state, 'out-1')]).to.deep.equal(['out-1', 'out-1']);
  });

  it('is the one with the quickest answers, and one that was measured before one that was not', () => {
    const peers = { 'out-1': { node }, 'out-2': { node, rttMs: 20 }, 'out-3': { node, rttMs: 5 } };
    expect(chosen(aState({ peers }), node)).to.equal('out-3');
    expect(chosen(aState({ peers }), node, ['out-3'])).to.equal('out-2');
    expect(chosen(aState({ peers }), 'out-1')).to.equal('out-1');
  });

  it('is nobody who dialled us, and it is said why', () => {
    const state = aState({ peers: { 'in-1': { node } } });
    expect([chosen(state, node), chosen(state, 'in-1')]).to.deep.equal([TAIL, TAIL]);
    const both = aState({ peers: { 'in-1': { node }, 'out-2': { node } } });
    expect(chosen(both, node)).to.equal('out-2');
  });

  it('is nobody who is not alive, or not there', () => {
    for (const phase of ['dialling', 'securing', 'greeting', 'greeted', 'closing'] as const) {
      const state = aState({ peers: { 'out-1': { node, phase } } });
      expect([chosen(state, node), chosen(state, 'out-1')], phase).to.deep.equal([NOTHING, NOTHING]);
    }
    expect([chosen(aState(), node), chosen(aState(), 'out-9'), chosen(aState(), '')]).to.deep.equal(
      [NOTHING, NOTHING, NOTHING]);
    expect(chosen(aState({ peers: { 'out-1': { node } } }), node, ['out-1'])).to.equal(NOTHING);
  });
});

describe('Requesters', () => {
  it('look again when a connection has changed, and not before', () => {
    let looked = 0;
    const requesters = new Requesters({ get: (id) => (looked++, { id, requester: {} as Requester } as Peer) });
    const state = aState({ peers: { 'out-1': { node } } });
    const found = requesters.of(state, node);
    expect(requesters.of({ ...state, saving: 1 }, node)).to.equal(found);
    expect(looked).to.equal(1);
    const gone = aState();
    expect(() => requesters.of(gone, node)).to.throw(RequestError, 'nothing that we dialled to it is alive');
    expect(requesters.of(state, node)).not.to.equal(found);
    expect(looked).to.equal(2);
  });
});
