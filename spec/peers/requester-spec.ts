// The asking side of a Peer: there while the connection is alive, and with a name for its absence otherwise.
import { expect } from 'chai';
import type { Phase } from '../../lib/event.ts';
import { RequestError, type Requester } from '../../lib/peer.ts';
import { payload } from '../support/rawEnd.ts';
import { Rig } from '../support/rig.ts';
import { watch } from '../support/sessionPair.ts';

const NOTHING = new Uint8Array(0);

const codeOf = (error: unknown): string => (error instanceof RequestError ? error.code : String(error));

const refusals = (requester: Requester): readonly string[] => {
  const [asked, requested] = [watch(requester.ask('echo', NOTHING)), watch(requester.request('echo', NOTHING))];
  let told = 'none';
  try {
    requester.tell('echo', NOTHING);
  } catch (error) {
    told = codeOf(error);
  }
  return [...asked.errors.map(codeOf), ...requested.errors.map(codeOf), told];
};

describe('the requester of a connection', () => {
  it('refuses whatever is asked before and after the connection is alive', () => {
    const phases: readonly Phase[] = ['dialling', 'securing', 'greeting', 'greeted', 'closing', 'closed'];
    for (const phase of phases) {
      const rig = new Rig('out').to(phase);
      rig.heard();
      expect(refusals(rig.peer.requester), phase).to.deep.equal(Array(3).fill('not-connected'));
      expect(rig.heard()).to.deep.equal([]);
      rig.running.unsubscribe();
    }
    const rig = new Rig('out').to('alive');
    rig.running.unsubscribe();
    expect(refusals(rig.peer.requester)).to.deep.equal(Array(3).fill('not-connected'));
  });

  it('asks over the connection while it is alive, and errors with its end', () => {
    const rig = new Rig('out').to('alive');
    rig.heard();
    const { requester } = rig.peer;
    const [answered, waiting] = [watch(requester.ask('echo', NOTHING)), watch(requester.request('all', NOTHING))];
    requester.tell('note', NOTHING);
    expect(rig.heard().map(({ type }) => type)).to.deep.equal(['REQUEST_RESPONSE', 'REQUEST_STREAM', 'REQUEST_FNF']);
    rig.say(payload(3, 'one', { complete: true }), payload(5, 'two'));
    expect([answered.values, answered.completed, waiting.values]).to.deep.equal([['one'], 1, ['two']]);
    rig.order({ type: 'close', reason: 'idle' });
    expect(waiting.errors.map(codeOf)).to.deep.equal(['closed']);
    rig.theirs.end();
    expect([rig.closed?.reason, rig.env.timers]).to.deep.equal(['idle', 0]);
  });

  it('is decided when it is subscribed, not when it is called', () => {
    const rig = new Rig('out').to('greeted');
    const early$ = rig.peer.requester.ask('echo', NOTHING);
    rig.order({ type: 'welcome' });
    const asked = watch(early$);
    rig.say(payload(3, 'late', { complete: true }));
    expect([asked.values, asked.errors]).to.deep.equal([['late'], []]);
    rig.running.unsubscribe();
  });

  it('is none at the head, which answers and never asks', () => {
    const rig = new Rig('in').to('alive');
    rig.heard();
    expect(refusals(rig.peer.requester).slice(0, 2)).to.deep.equal(['not-connected', 'not-connected']);
    expect(rig.heard()).to.deep.equal([]);
    rig.running.unsubscribe();
  });

  it('carries what is heard, and what was carried so far, to the events', () => {
    const rig = new Rig('out').to('alive');
    rig.env.advance(1_000);
    rig.order({ type: 'ping' });
    const [ping] = rig.heard().filter(({ type }) => type === 'KEEPALIVE');
    rig.env.advance(30);
    if (ping?.type === 'KEEPALIVE') rig.say({ ...ping, respond: false });
    const last = rig.of('peer-heard').at(-1);
    expect(last).to.include({ peer: 'out-1', rttMs: 30 });
    expect(last?.traffic.bytesIn).to.be.above(0);
    expect(last?.traffic.requests).to.equal(0);
    rig.running.unsubscribe();
  });
});
