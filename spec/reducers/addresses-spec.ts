// What is known of where nodes may be reached.
import { expect } from 'chai';
import type { AddressState } from '../../lib/state.ts';
import { ADDRESSES_MAX, addresses } from '../../lib/reducers/addresses.ts';
import {
  after, aState, closed, deferred, dialStarted, learnt, nodeIdFrom, opened, ticked, unreachable, withPeers,
} from '../../lib/testing/index.ts';

const [b, c] = [nodeIdFrom('b'), nodeIdFrom('c')];
const [here, there] = ['10.0.0.1:7000', '10.0.0.2:7000'];
type State = ReturnType<typeof aState>;
const at = (state: State, endpoint = here): AddressState | undefined => state.addresses.get(endpoint);

describe('the addresses reducer', () => {
  it('keeps what it is told, and who told it first', () => {
    const state = after(aState(), 5, learnt([here], { from: 'dns' }), learnt([here], { from: 'out-1' }));
    expect(at(state)).to.deep.equal({ endpoint: here, from: 'dns', learntAt: 5, attempts: 0, nextAttemptAt: 5 });
  });

  it('issues no command', () => expect(addresses(aState(), learnt([here]), 0).commands).to.deep.equal([]));

  it('takes a later sign of life, never an earlier one and none from the future', () => {
    const alive = (...times: readonly number[]): number | undefined =>
      at(after(aState(), 100, ...times.map((aliveAt) => learnt([{ address: here, aliveAt }]))))?.aliveAt;
    expect(alive(50, 60)).to.equal(60);
    expect(alive(60, 50)).to.equal(60);
    expect(alive(101)).to.equal(100);
  });

  it('keeps as many as there is room for, and goes on learning of those', () => {
    const all = Array.from({ length: ADDRESSES_MAX }, (_, index) => `10.1.${index >> 8}.${index & 255}:7000`);
    const full = after(aState(), 0, learnt(all));
    expect(full.addresses.size).to.equal(ADDRESSES_MAX);
    expect(after(full, 0, learnt([there])).addresses).to.equal(full.addresses);
    expect(at(after(full, 0, learnt([`${b}@10.1.0.0:7000`])), '10.1.0.0:7000')?.node).to.equal(b);
  });

  describe('of who is where', () => {
    it('takes a name where there was none, and no other after it', () => {
      const [first, second] = [learnt([`${b}@${here}`]), learnt([`${c}@${here}`])];
      expect(at(after(aState(), 0, learnt([here]), first, second))?.node).to.equal(b);
    });

    it('takes the name that the operator gave before any rumour, and keeps the first', () => {
      const state = after(aState(), 0, learnt([`${c}@${here}`]), learnt([`${b}@${here}`], { from: 'config' }));
      expect(at(state)).to.include({ node: b, pinned: true, from: 'book' });
      expect(at(after(state, 0, learnt([`${c}@${here}`], { from: 'file' })))).to.include({ node: b, pinned: true });
    });

    it('pins nothing that peers, DNS or the book said', () => {
      for (const from of ['out-1', 'dns', 'book']) {
        expect(at(after(aState(), 0, learnt([`${b}@${here}`], { from })))).to.not.have.property('pinned');
      }
    });

    it('forgets a rumour when another node answers', () => {
      const wrong = closed('out-1', {
        address: here, reason: 'wrong-identity', endedBy: 'local', phase: 'securing', node: c,
      });
      expect(at(after(aState(), 0, learnt([`${b}@${here}`]), wrong))).to.not.have.property('node');
      expect(at(after(aState(), 0, learnt([`${b}@${here}`], { from: 'config' }), wrong))?.node).to.equal(b);
    });

    it('does not forget on the word of a remote', () => {
      const wrong = closed('out-1', { address: here, reason: 'wrong-identity', endedBy: 'remote', node: c });
      expect(at(after(aState(), 0, learnt([`${b}@${here}`]), wrong))?.node).to.equal(b);
    });

    it('learns who is there from a connection that went no further than the proof', () => {
      const ended = closed('out-1', { address: here, node: b, phase: 'greeted' });
      expect(at(after(aState(), 0, learnt([here]), ended))?.node).to.equal(b);
    });
  });

  it('learns of what an operator dials, and changes nothing of what it knows', () => {
    expect(at(after(aState(), 5, dialStarted('out-1', { address: `${b}@${here}` }))))
      .to.include({ from: 'operator', node: b, pinned: true });
    const known = after(aState(), 0, learnt([here]));
    expect(after(known, 5, dialStarted('out-1', { address: `${b}@${here}` })).addresses).to.equal(known.addresses);
  });

  describe('when a connection opens', () => {
    const opening = (peer: string, more: object, state = aState()): State =>
      after(withPeers({ [peer]: { phase: 'greeted', node: b, ...more } }, state), 9, opened(peer, { node: b }));

    it('knows that what it dialled is that node, alive and without a failure', () => {
      const before = aState({ addresses: { [here]: { attempts: 3, nextAttemptAt: 99 } } });
      expect(at(opening('out-1', { address: here }, before))).to.include({
        node: b, aliveAt: 9, attempts: 0, nextAttemptAt: 9,
      });
    });

    it('learns the addresses that the node says it has, whichever end dialled', () =>
      expect(at(opening('in-1', { addresses: [there] }), there)).to.include({ node: b, aliveAt: 9, from: 'in-1' }));

    it('does not give an address away that another node is known to have', () => {
      const before = aState({ addresses: { [`${c}@${there}`]: {} } });
      expect(at(opening('in-1', { addresses: [there] }, before), there)?.node).to.equal(c);
    });

    it('puts the address that a connection came from in place of one that stands for all', () => {
      const more = { address: '203.0.113.9:50000', addresses: ['0.0.0.0:7000', '[::]:7001'] };
      const state = opening('in-1', more);
      expect([...state.addresses.keys()]).to.have.members(['203.0.113.9:7000', '203.0.113.9:7001']);
    });

    it('keeps no more than eight of what a hello lists', () => {
      const many = Array.from({ length: 20 }, (_, index) => `10.0.1.${index}:7000`);
      expect(opening('in-1', { addresses: many }).addresses.size).to.equal(8);
    });

    it('does nothing for a connection that is gone', () =>
      expect(addresses(aState(), opened('out-1'), 0).state.addresses.size).to.equal(0));
  });

  describe('when a connection ends', () => {
    const known = aState({ addresses: { [here]: {} } });

    it('keeps why, with the detail for people', () => {
      expect(at(after(known, 9, unreachable('out-1', { address: here })))?.lastError).to.equal('unreachable');
      expect(at(after(known, 9, unreachable('out-1', { address: here, detail: 'ECONNREFUSED' })))?.lastError)
        .to.equal('unreachable: ECONNREFUSED');
    });

    it('knows that an address was alive until now only when it was', () => {
      expect(at(after(known, 9, closed('out-1', { address: here })))?.aliveAt).to.equal(9);
      expect(at(after(known, 9, unreachable('out-1', { address: here })))).to.not.have.property('aliveAt');
    });

    it('marks an address that turned out to be itself', () =>
      expect(at(after(known, 9, closed('out-1', { address: here, reason: 'self' })))?.self).to.be.true);

    it('learns nothing from the far end of an incoming one', () =>
      expect(after(known, 9, closed('in-1', { address: here })).addresses).to.equal(known.addresses));

    it('makes no entry for an address that it does not know', () =>
      expect(after(known, 9, closed('out-1', { address: there })).addresses).to.equal(known.addresses));
  });

  it('puts an address off, also one that it did not know', () => {
    const state = after(aState({ addresses: { [here]: {} } }), 0,
      deferred(here, { until: 50, attempts: 2, error: 'full' }), deferred(`${b}@${there}`, { until: 60 }));
    expect(at(state)).to.include({ nextAttemptAt: 50, attempts: 2, lastError: 'full' });
    expect(at(state, there)).to.include({ nextAttemptAt: 60, from: 'operator' }).and.to.not.have.property('pinned');
  });

  it('does nothing on other events', () => {
    const state = aState({ addresses: { [here]: {} } });
    expect(addresses(state, ticked('idle'), 9)).to.deep.equal({ state, commands: [] });
  });
});
