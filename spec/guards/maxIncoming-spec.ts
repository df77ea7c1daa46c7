// The limit of incoming connections, at its boundary.
import { expect } from 'chai';
import { accept, dial, welcome } from '../../lib/command.ts';
import { goodbyeFor } from '../../lib/guard.ts';
import { maxIncoming } from '../../lib/guards/maxIncoming.ts';
import { aState, type StateSketch } from '../../lib/testing/index.ts';

type Peers = NonNullable<StateSketch['peers']>;
const newcomer = { 'in-9': { phase: 'accepted' } } as const;
const greeted = { 'in-9': { phase: 'greeted' } } as const;

const accepting = (others: Peers): string | undefined =>
  maxIncoming(2)({ command: accept('in-9'), state: aState({ peers: { ...others, ...newcomer } }), now: 0 });

const welcoming = (others: Peers): string | undefined =>
  maxIncoming(2)({ command: welcome('in-9'), state: aState({ peers: { ...others, ...greeted } }), now: 0 });

describe('maxIncoming', () => {
  it('accepts the last one that fits, which is in the state already', () =>
    expect(accepting({ 'in-1': {} })).to.be.undefined);

  it('refuses to accept one more, and says that it is full', () => {
    const reason = accepting({ 'in-1': {}, 'in-2': {} });
    expect(reason).to.equal('full: 2 incoming, limit 2');
    expect(goodbyeFor(reason ?? '')).to.equal('full');
  });

  it('accepts nobody when the limit is 0', () =>
    expect(maxIncoming(0)({ command: accept('in-9'), state: aState({ peers: newcomer }), now: 0 }))
      .to.equal('full: 0 incoming, limit 0'));

  it('counts nobody who is on its way, so that standing at the door keeps nobody out', () =>
    expect(accepting({ 'in-1': {}, 'in-2': { phase: 'securing' }, 'in-3': { phase: 'greeted' } })).to.be.undefined);

  it('counts neither what is closing nor what was dialled', () =>
    expect(accepting({ 'in-1': {}, 'in-2': { phase: 'closing' }, 'out-3': {}, 'out-4': {} })).to.be.undefined);

  it('welcomes the last one that fits', () => expect(welcoming({ 'in-1': {} })).to.be.undefined);

  it('welcomes whoever was let in, though a later one is at the door', () =>
    expect(welcoming({ 'in-1': {}, 'in-10': { phase: 'accepted' } })).to.be.undefined);

  it('refuses to welcome one more than may be alive', () =>
    expect(welcoming({ 'in-1': {}, 'in-2': {} })).to.equal('full: 2 incoming, limit 2'));

  it('has nothing to say about what was dialled', () => {
    const state = aState({ peers: { 'in-1': {}, 'in-2': {}, 'out-9': { phase: 'greeted' } } });
    expect(maxIncoming(2)({ command: welcome('out-9'), state, now: 0 })).to.be.undefined;
    expect(maxIncoming(2)({ command: dial('10.0.0.9:7000'), state, now: 0 })).to.be.undefined;
  });

  it('has nothing to say about a connection that is gone already', () =>
    expect(maxIncoming(0)({ command: accept('in-9'), state: aState(), now: 0 })).to.be.undefined);
});
