// A node's way down, in good order.
import { expect } from 'chai';
import { close, save, stop } from '../../lib/command.ts';
import { lifecycle } from '../../lib/reducers/lifecycle.ts';
import {
  after, aState, bookFailed, bookSaved, closed, listening, saveStarted, stopPrepared, stopRequested, ticked,
} from '../../lib/testing/index.ts';

const peers = { 'in-1': {}, 'out-2': { phase: 'dialling' } } as const;

const goodbye = (peer: string) => close(peer, 'stopping', { retryAfterMs: 1_000, graceMs: 5_000 });

describe('the lifecycle reducer', () => {
  it('knows where it listens', () =>
    expect(after(aState(), 0, listening('10.0.0.1:7000'), listening('10.0.0.1:7001')).listening)
      .to.deep.equal(['10.0.0.1:7000', '10.0.0.1:7001']));

  it('says goodbye to everybody, whatever phase they are in, and when to come back', () => {
    const { state, commands } = lifecycle(aState({ peers }), stopRequested(), 0);
    expect(state.lifecycle).to.equal('stopping');
    expect(commands).to.have.deep.members(['in-1', 'out-2'].map(goodbye));
  });

  it('keeps whom it asks until nobody asks it any more', () => {
    const asked = aState({ peers: { 'in-1': {}, 'in-2': {}, 'out-3': {} } });
    const { state, commands } = lifecycle(asked, stopRequested(), 0);
    expect(commands).to.have.deep.members(['in-1', 'in-2'].map(goodbye));
    const one = aState({ peers: { 'in-2': { phase: 'closing', openedAt: 0 }, 'out-3': {} }, lifecycle: 'stopping' });
    expect(lifecycle(one, closed('in-1', { phase: 'alive' }), 0).commands).to.deep.equal([]);
    const none = aState({ peers: { 'out-3': {}, 'out-4': { phase: 'closing' } }, lifecycle: 'stopping' });
    expect(lifecycle(none, closed('in-2', { phase: 'alive' }), 0).commands)
      .to.deep.equal([close('out-3', 'stopping', { retryAfterMs: 1_000 })]);
    expect(state.lifecycle).to.equal('stopping');
  });

  it('does not say goodbye again for who was never let in', () => {
    const none = aState({ peers: { 'out-3': {} }, lifecycle: 'stopping' });
    expect(lifecycle(none, closed('in-9', { phase: 'greeting' }), 0).commands).to.deep.equal([]);
  });

  it('waits for nobody when all that it has it dials', () =>
    expect(lifecycle(aState({ peers: { 'out-1': {} } }), stopRequested(), 0).commands)
      .to.deep.equal([goodbye('out-1')]));

  it('stops once, however often it is asked', () => {
    const stopping = aState({ peers, lifecycle: 'stopping' });
    expect(lifecycle(stopping, stopRequested(), 0)).to.deep.equal({ state: stopping, commands: [] });
  });

  it('saves and leaves at once when nobody is there', () => {
    const { state, commands } = lifecycle(aState(), stopRequested(), 0);
    expect([state.lifecycle, commands]).to.deep.equal(['leaving', [save(), stop()]]);
  });

  it('leaves when the last connection has ended, and not before', () => {
    const one = aState({ peers: { 'in-1': { phase: 'closing' } }, lifecycle: 'stopping' });
    expect(lifecycle(one, closed('out-2'), 0)).to.deep.equal({ state: one, commands: [] });
    const none = aState({ lifecycle: 'stopping' });
    const { state, commands } = lifecycle(none, closed('in-1'), 0);
    expect([state.lifecycle, commands]).to.deep.equal(['leaving', [save(), stop()]]);
  });

  it('does not leave because a connection ended while it runs', () =>
    expect(lifecycle(aState(), closed('in-1'), 0).commands).to.deep.equal([]));

  describe('while it leaves', () => {
    const leaving = aState({ lifecycle: 'leaving' });

    it('has stopped when there was nothing to save', () =>
      expect(after(leaving, 0, stopPrepared()).lifecycle).to.equal('stopped'));

    for (const [what, end] of [['saved', bookSaved()], ['not to be saved', bookFailed()]] as const) {
      it(`waits for the disk, and has stopped when the book is ${what}`, () => {
        const waiting = after(leaving, 0, saveStarted(), stopPrepared());
        expect([waiting.lifecycle, waiting.saving]).to.deep.equal(['leaving', 1]);
        expect(after(waiting, 0, end).lifecycle).to.equal('stopped');
      });
    }

    it('waits for the last of two writes', () => {
      const waiting = after(leaving, 0, saveStarted(), saveStarted(), stopPrepared(), bookSaved());
      expect(waiting.lifecycle).to.equal('leaving');
      expect(after(waiting, 0, bookSaved()).lifecycle).to.equal('stopped');
    });
  });

  it('does not stop because a book was saved while it runs', () => {
    const state = after(aState(), 0, saveStarted(), bookSaved());
    expect([state.lifecycle, state.saving]).to.deep.equal(['running', 0]);
  });

  it('never counts fewer than no writes', () => expect(after(aState(), 0, bookSaved()).saving).to.equal(0));

  it('does nothing on other events', () => {
    const state = aState();
    expect(lifecycle(state, ticked('status'), 0)).to.deep.equal({ state, commands: [] });
  });
});
