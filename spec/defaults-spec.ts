// What a node chooses and is allowed unless it is told otherwise.
import { expect } from 'chai';
import { dial } from '../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../lib/defaults.ts';
import { aState, virtualEnv, type PeerSketch } from '../lib/testing/index.ts';

const outgoing = (count: number, more: PeerSketch = {}): Readonly<Record<string, PeerSketch>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`out-${at}`, more]));

describe('the defaults', () => {
  it('names the policies of a node', () =>
    expect(Object.keys(defaultPolicies({}, virtualEnv()))).to.have.members([
      'redial', 'anchors', 'slots', 'feeler', 'rotate', 'evict', 'makeWay', 'keepAlive', 'reportStatus', 'saveBook',
      'stormGuard',
      'watchHeads', 'disseminate', 'fewSuppliers', 'fetchMissing',
      'agree', 'detect', 'dialBack', 'askAround', 'followReferral', 'healLost',
      'keepBeat', 'mendMaps',
    ]));

  it('asks whether to talk to somebody at all before whether there is room', () =>
    expect(Object.keys(defaultGuards())).to.deep.equal([
      'whileRunning', 'notBanned', 'notSelf', 'notLooping', 'addressPolicy', 'onePerRemote',
      'maxOutgoing', 'maxDialling', 'maxIncoming', 'forRing', 'maxHandshakes', 'perAddress', 'perNarrowGroup',
      'perGroup',
    ]));

  it('leaves an operator room to dial when the monitor idle has all it wants', () => {
    const guard = defaultGuards()['maxOutgoing'];
    const asked = (count: number): string | undefined =>
      guard?.({ command: dial('10.9.9.9:7000'), state: aState({ peers: outgoing(count) }), now: 0 });
    expect(asked(8)).to.be.undefined;
    expect(asked(15)).to.be.undefined;
    expect(asked(16)).to.equal('full: 16 outgoing, limit 16');
  });

  it('never allows fewer outgoing connections than are sought', () => {
    const guard = defaultGuards({ outgoing: 40 })['maxOutgoing'];
    expect(guard?.({ command: dial('10.9.9.9:7000'), state: aState({ peers: outgoing(39) }), now: 0 })).to.be.undefined;
  });

  it('takes each number as told', () => {
    const guard = defaultGuards({ dialling: 1 })['maxDialling'];
    const state = aState({ peers: outgoing(1, { phase: 'dialling' }) });
    expect(guard?.({ command: dial('10.9.9.9:7000'), state, now: 0 })).to.equal('full: 1 attempts under way, limit 1');
  });
});
