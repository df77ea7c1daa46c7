// What is known of where nodes may be reached.
import { expect } from 'chai';
import type { AddressState } from '../../lib/state.ts';
import { forgotten, LOOSE_HEARD_MAX, LOOSE_MAX } from '../../lib/addressBook.ts';
import { addresses } from '../../lib/reducers/addresses.ts';
import {
  after, aState, closed, deferred, dialStarted, itemsHeard, learnt, nodeIdFrom, opened, proved, recordOf, signedBy,
  ticked, unreachable, withPeers,
} from '../../lib/testing/index.ts';

const [b, c] = [nodeIdFrom('b'), nodeIdFrom('c')];
const [here, there] = ['10.0.0.1:7000', '10.0.0.2:7000'];
type State = ReturnType<typeof aState>;
const at = (state: State, endpoint = here): AddressState | undefined => state.addresses.get(endpoint);

describe('the addresses reducer', () => {
  it('keeps what it is told, and who told it first', () => {
    const state = after(aState(), 5, learnt([here], { from: 'dns' }), learnt([here], { from: 'out-1' }));
    expect(at(state)).to.deep.equal({
      endpoint: here, from: 'dns', source: 'dns', learntAt: 5, attempts: 0, nextAttemptAt: 5,
    });
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
    const all = Array.from({ length: LOOSE_HEARD_MAX }, (_, index) => `10.1.${index >> 8}.${index & 255}:7000`);
    const full = after(aState(), 0, learnt(all));
    expect(full.addresses.size).to.equal(LOOSE_HEARD_MAX);
    expect(after(full, 0, learnt([there])).addresses).to.equal(full.addresses);
    expect(at(after(full, 0, learnt([`${b}@10.1.0.0:7000`])), '10.1.0.0:7000')?.node).to.equal(b);
    expect(at(after(full, 0, learnt([there], { from: 'config' })), there)).to.include({ named: true });
    expect(LOOSE_MAX).to.be.greaterThan(LOOSE_HEARD_MAX);
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
        const home = aState({ listening: ['10.9.9.9:7000'] });
        expect(at(after(home, 0, learnt([`${b}@${here}`], { from })))).to.not.have.property('pinned');
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
    const opening = (peer: string, more: object, state = aState({ listening: ['10.9.9.9:7000'] })): State =>
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

  describe('of public addresses', () => {
    const [far, other] = ['203.0.113.9:7000', '198.51.100.9:7000'];

    it('gives what it is told a place by who told it, and what the operator names none', () => {
      const from = 'in-1';
      const state = after(withPeers({ [from]: { address: '192.0.2.7:50000' } }), 0,
        learnt([far], { from }), learnt([other], { from: 'config' }));
      expect(at(state, far)).to.include({ source: 'from 192.0' }).and.to.have.property('place').that.matches(/^new\//);
      expect(at(state, other)).to.include({ named: true }).and.to.not.have.property('place');
      expect(state.places.size).to.equal(1);
    });

    it('moves one to the tried when its node was found there, by a connection or by dialling back', () => {
      const before = aState({ addresses: { [`${b}@${far}`]: {} } });
      const dialled = after(withPeers({ 'out-1': { phase: 'greeted', node: b, address: far } }, before), 9,
        opened('out-1', { node: b }));
      for (const state of [dialled, after(before, 9, proved(b, `${b}@${far}`))]) {
        expect(at(state, far)).to.include({ provenAt: 9 }).and.to.have.property('place').that.matches(/^tried\//);
        expect(state.places.size).to.equal(1);
      }
      expect(at(after(before, 9, proved(c, `${c}@${far}`)), far)).to.not.have.property('provenAt');
      expect(at(after(dialled, 10, proved(b, `${b}@${far}`, false)), far)).to.not.have.property('provenAt');
    });

    it('remembers how long a connection that it dialled has stood', () => {
      const state = after(withPeers({ 'out-1': { phase: 'greeted', node: b, address: far } }, aState({
        addresses: { [`${b}@${far}`]: {} },
      })), 100, opened('out-1', { node: b }));
      expect(at(state, far)).to.include({ openedAt: 100 });
      expect(at(after(state, 350, closed('out-1', { address: far, node: b })), far))
        .to.include({ stoodMs: 250 }).and.to.not.have.property('openedAt');
    });

    it('makes room for whom it dials out of the map, and takes nobody of the map for named', () => {
      const record = recordOf('anna', { addresses: [far], out: [signedBy('bert')] });
      const heard = after(withPeers({ 'in-1': {} }), 0, itemsHeard('in-1', [record]));
      const without = { ...heard, ...forgotten(heard, far) };
      const address = `${signedBy('anna')}@${far}`;
      expect(at(after(without, 5, dialStarted('out-1', { address })), far))
        .to.include({ from: 'map' }).and.to.not.have.any.keys('named', 'pinned');
    });
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
