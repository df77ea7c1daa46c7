// A session as its Peer sees it: greeting, heartbeat, goodbye, and what is left afterwards.
import { expect } from 'chai';
import { NEVER, Observable, of } from 'rxjs';
import { RequestError, type Handler } from '../../lib/peer.ts';
import { GOODBYE_REASONS } from '../../lib/reasons.ts';
import { encode } from '../../lib/wire/codec.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import { channelPair } from '../support/channelPair.ts';
import {
  error, framesOf, payload, rawHead, rawTail, saidIn, setUp, ungreetedHead, welcomedTail,
} from '../support/rawEnd.ts';
import { bytesOf, greeted, strangers, textOf, watch, type End } from '../support/sessionPair.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

const NOBODY = { handlerFor: () => undefined };

const hellos = ({ signals }: End): string[] =>
  signals.flatMap((signal) => (signal.type === 'greeted' ? [textOf(signal.hello)] : []));

const rtts = ({ signals }: End): number[] =>
  signals.flatMap((signal) => (signal.type === 'heard' && signal.rttMs !== undefined ? [signal.rttMs] : []));

describe('openSession', () => {
  describe('greeting', () => {
    it('sets up and asks for the hello in one write, and answers it in one', () => {
      const { env, tail, head } = strangers();
      tail.session.setUp(bytesOf('tail'));
      env.settle();
      expect(framesOf(tail.channel.writes).map(({ type }) => type)).to.deep.equal(['SETUP', 'REQUEST_RESPONSE']);
      expect(tail.channel.writes).to.have.length(1);
      expect(hellos(head)).to.deep.equal(['tail']);
      expect(head.channel.writes).to.have.length(0);
      head.session.welcome(bytesOf('head'));
      env.settle();
      expect(head.channel.writes).to.have.length(1);
      expect(hellos(tail)).to.deep.equal(['head']);
    });

    it('sets up once', () => {
      const { env, tail, head } = strangers();
      tail.session.setUp(bytesOf('tail'));
      tail.session.setUp(bytesOf('again'));
      env.settle();
      expect(hellos(head)).to.deep.equal(['tail']);
      expect(head.endings).to.deep.equal([]);
    });

    it('offers a keep-alive of 15 s, a lifetime of 45 s, and the MIME types of the protocol', () => {
      const { env, tail } = strangers();
      tail.session.setUp(bytesOf('tail'));
      env.settle();
      expect(framesOf(tail.channel.writes)[0]).to.deep.include({
        keepAliveMs: 15_000, lifetimeMs: 45_000, major: 1, minor: 0, lease: false, resume: false,
        metadataMime: 'message/x.rsocket.routing.v0', dataMime: 'application/octet-stream',
      });
    });

    it('ends when the head answers the request for its hello with an error, or with nothing', () => {
      const refused = ungreetedHead();
      refused.say(error(1, 0x202, '{"code":"no-such-route","message":"nobody answers millrace.hello here"}'));
      const silent = ungreetedHead();
      silent.say(payload(1, '', { next: false, complete: true }));
      const said = [[refused, 'nobody answers millrace.hello here'], [silent, 'without an answer']] as const;
      for (const [raw, detail] of said) {
        raw.env.advance(2_000);
        expect(raw.end.endings).to.have.length(1);
        expect(raw.end.endings[0]).to.deep.include({ reason: 'protocol', endedBy: 'local' });
        expect(raw.end.endings[0]?.detail).to.contain(detail);
      }
    });

    it('reads nothing before it is subscribed to', () => {
      const env = new VirtualEnv();
      const [ours, theirs] = channelPair(env);
      const opened = openSession({ peer: 'in-1', role: 'head', channel: ours, responder: NOBODY, env });
      theirs.write(encode(setUp()));
      env.settle();
      expect(opened.traffic.bytesIn).to.equal(0);
      const told: string[] = [];
      opened.signal$.subscribe(({ type }) => void told.push(type));
      expect(told).to.deep.equal(['heard', 'greeted']);
    });

    it('tells whoever subscribes after the end how it ended', () => {
      const env = new VirtualEnv();
      const [ours] = channelPair(env);
      const opened = openSession({ peer: 'in-1', role: 'head', channel: ours, responder: NOBODY, env });
      opened.goodbye({ reason: 'full' });
      env.advance(2_000);
      const told: unknown[] = [];
      opened.signal$.subscribe((signal) => void told.push(signal));
      expect(told).to.deep.equal([{ type: 'ended', ending: { reason: 'full', endedBy: 'local' } }]);
    });
  });

  describe('heartbeat', () => {
    it('measures the round trip of a ping', () => {
      const { env, tail } = greeted();
      tail.channel.block();
      tail.session.ping();
      env.advance(42);
      tail.channel.unblock();
      env.settle();
      expect(rtts(tail)).to.deep.equal([42]);
    });

    it('has one ping under way at a time', () => {
      const { env, tail, head } = greeted();
      const before = tail.channel.writes.length;
      for (let count = 0; count < 3; count++) tail.session.ping();
      env.settle();
      expect(framesOf(tail.channel.writes.slice(before))).to.have.length(1);
      expect(rtts(tail)).to.deep.equal([0]);
      head.session.ping();
      env.settle();
      expect(rtts(head)).to.deep.equal([0]);
    });

    it('takes no answer for its ping but the one that holds its number', () => {
      const raw = rawHead();
      raw.end.session.ping();
      raw.say({ type: 'KEEPALIVE', respond: false, data: bytesOf('????????') });
      raw.say({ type: 'KEEPALIVE', respond: false, data: bytesOf('') });
      expect(rtts(raw.end)).to.deep.equal([]);
      const ping = raw.heard()[0];
      if (ping?.type !== 'KEEPALIVE') throw new TypeError('no ping');
      raw.say({ ...ping, respond: false }, { ...ping, respond: false });
      expect(rtts(raw.end)).to.deep.equal([0]);
    });

    it('echoes the data of the remote’s keep-alive', () => {
      const raw = rawHead();
      raw.say({ type: 'KEEPALIVE', respond: true, data: bytesOf('echo') });
      expect(raw.heard()).to.deep.equal([{ type: 'KEEPALIVE', respond: false, data: Buffer.from('echo') }]);
    });

    it('is heard at most once a second, and at once when a ping is answered', () => {
      const { env, tail, head } = greeted();
      const heard = (): number => head.signals.filter(({ type }) => type === 'heard').length;
      const before = heard();
      env.advance(999);
      tail.session.ping();
      env.settle();
      expect(heard()).to.equal(before);
      env.advance(1);
      tail.session.ping();
      env.settle();
      expect(heard()).to.equal(before + 1);
      expect(rtts(tail)).to.have.length(2);
    });
  });

  describe('goodbye', () => {
    for (const reason of GOODBYE_REASONS) {
      it(`says ${reason} from either end, and ends once at both`, () => {
        for (const sayer of ['tail', 'head'] as const) {
          const pair = greeted();
          const [one, other] = sayer === 'tail' ? [pair.tail, pair.head] : [pair.head, pair.tail];
          one.session.goodbye({ reason, retryAfterMs: 1_500 });
          one.session.goodbye({ reason: 'dropped' });
          pair.env.advance(60_000);
          expect(one.endings).to.deep.equal([{ reason, endedBy: 'local', retryAfterMs: 1_500 }]);
          expect(other.endings).to.deep.equal([{ reason, endedBy: 'remote', retryAfterMs: 1_500 }]);
          expect(one.channel.destroyed && other.channel.destroyed).to.equal(true);
          expect(pair.env.timers).to.equal(0);
        }
      });
    }

    it('waits 2 s for the remote to end its side, and then ends the hard way', () => {
      const { env, tail } = greeted();
      tail.channel.block();
      tail.session.goodbye({ reason: 'stopping' });
      env.advance(1_999);
      expect(tail.endings).to.deep.equal([]);
      expect(tail.channel.destroyed).to.equal(false);
      env.advance(1);
      expect(tail.endings).to.deep.equal([{ reason: 'stopping', endedBy: 'local' }]);
      expect(tail.channel.destroyed).to.equal(true);
    });

    it('keeps to its own goodbye when both say one at once', () => {
      const { env, tail, head } = greeted();
      tail.session.goodbye({ reason: 'idle' });
      head.session.goodbye({ reason: 'evicted' });
      env.advance(0);
      expect(tail.endings).to.deep.equal([{ reason: 'idle', endedBy: 'local' }]);
      expect(head.endings).to.deep.equal([{ reason: 'evicted', endedBy: 'local' }]);
    });

    it('is REJECTED_SETUP before the welcome, CONNECTION_CLOSE in good order and CONNECTION_ERROR for a fault', () => {
      const said = (raw: ReturnType<typeof rawTail>): unknown => saidIn(raw.heard().at(-1));
      const early = rawTail();
      early.say(setUp());
      early.end.session.goodbye({ reason: 'full', retryAfterMs: 9 });
      expect(said(early)).to.deep.equal({ code: 0x003, reason: 'full', retryAfterMs: 9 });
      const orderly = welcomedTail();
      orderly.end.session.goodbye({ reason: 'evicted', detail: 'nobody else’s business' });
      expect(said(orderly)).to.deep.equal({ code: 0x102, reason: 'evicted' });
      const fault = welcomedTail();
      fault.end.session.goodbye({ reason: 'protocol', detail: 'what was wrong' });
      expect(said(fault)).to.deep.equal({ code: 0x101, reason: 'protocol', detail: 'what was wrong' });
    });

    it('does not take a stranger’s word for a reason', () => {
      const ending = (code: number, data: string): unknown => {
        const raw = rawHead();
        raw.say(error(0, code, data));
        raw.channel.end();
        raw.env.settle();
        return raw.end.endings[0];
      };
      expect(ending(0x102, '{"reason":"tired"}')).to.deep.include({ reason: 'ended', endedBy: 'remote' });
      expect(ending(0x102, 'bye\u0007')).to.deep.equal({ reason: 'stopping', endedBy: 'remote', detail: 'bye\\u{7}' });
      expect(ending(0x003, '')).to.deep.equal({ reason: 'refused', endedBy: 'remote' });
      expect(ending(0x999, 'x'.repeat(4_000))).to.deep.equal(
        { reason: 'ended', endedBy: 'remote', detail: 'x'.repeat(200) });
      expect(ending(0x102, '{"reason":"full","retryAfterMs":1e99}')).to.deep.include({ retryAfterMs: 86_400_000 });
      expect(ending(0x102, '{"reason":"full","retryAfterMs":-1}')).to.not.have.property('retryAfterMs');
    });
  });

  describe('the end', () => {
    it('is `ended` by the network when the remote ends without a word', () => {
      const raw = rawHead();
      raw.channel.end();
      raw.env.settle();
      expect(raw.end.endings).to.deep.equal([{ reason: 'ended', endedBy: 'network' }]);
    });

    it('is `reset` when the connection breaks, with the error for detail', () => {
      const raw = rawHead();
      raw.channel.destroy();
      raw.env.settle();
      expect(raw.end.endings).to.deep.equal([{ reason: 'reset', endedBy: 'network', detail: 'read ECONNRESET' }]);
    });

    it('errors what is asked, lets go of what is answered, and is told last', () => {
      const active = new Set<string>();
      const handler: Handler = ({ route }) => new Observable(() => {
        active.add(route);
        return () => void active.delete(route);
      });
      const { env, tail, head } = greeted({ wait: handler });
      const told = watch(tail.session.ask('wait', bytesOf('')));
      env.settle();
      expect(active.size).to.equal(1);
      head.session.goodbye({ reason: 'stopping' });
      expect(active.size).to.equal(0);
      env.settle();
      expect(told.errors).to.have.length(1);
      expect(told.errors[0]).to.be.instanceOf(RequestError).with.property('code', 'closed');
      expect(tail.signals.at(-1)?.type).to.equal('ended');
    });

    it('comes without a word when nobody listens any more', () => {
      const { env, tail } = greeted({ wait: () => NEVER });
      const told = watch(tail.session.ask('wait', bytesOf('')));
      env.settle();
      tail.unsubscribe();
      env.settle();
      expect(told.errors).to.have.length(1);
      expect(tail.endings).to.deep.equal([]);
      expect(tail.channel.destroyed).to.equal(true);
      expect(env.timers).to.equal(0);
    });

    it('answers what is still asked of it with `closed`', () => {
      const { env, tail } = greeted();
      tail.session.goodbye({ reason: 'stopping' });
      env.settle();
      expect(watch(tail.session.ask('x', bytesOf(''))).errors[0]).to.deep.include({ code: 'closed' });
      tail.session.tell('x', bytesOf(''));
      tail.session.ping();
      env.settle();
    });
  });

  it('counts what it has carried', () => {
    const { env, tail, head } = greeted({ echo: ({ data }) => of(data) });
    watch(tail.session.ask('echo', bytesOf('hi')));
    env.settle();
    const [out, back] = [tail.session.traffic, head.session.traffic];
    expect(out).to.deep.equal({ bytesIn: back.bytesOut, bytesOut: back.bytesIn, requests: 1 });
    expect(out.bytesOut).to.equal(tail.channel.writes.reduce((sum, { length }) => sum + length, 0));
    expect(back.requests).to.equal(1);
  });

  it('refuses to ask at the head', () => {
    const { head } = greeted();
    for (const asked of [head.session.ask('x', bytesOf('')), head.session.request('x', bytesOf(''))]) {
      expect(watch(asked).errors[0]).to.be.instanceOf(RequestError).with.property('code', 'not-connected');
    }
  });
});
