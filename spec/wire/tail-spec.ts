// The asking side: requests, credits, deadlines, and a head that does not keep to the rules.
import { expect } from 'chai';
import { Subject, take } from 'rxjs';
import { RequestError } from '../../lib/peer.ts';
import { encode } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { Link } from '../../lib/wire/link.ts';
import { Tail } from '../../lib/wire/tail.ts';
import { channelPair } from '../support/channelPair.ts';
import { error, framesOf, payload, rawHead, request, ungreetedHead, type Raw } from '../support/rawEnd.ts';
import { bytesOf, watch, type Told } from '../support/sessionPair.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

const NOTHING = bytesOf('');
const codes = ({ errors }: Told): string[] => errors.map((it) => (it instanceof RequestError ? it.code : it.message));
const typesAndStreams = (raw: Raw): string[] =>
  raw.heard().map((frame) => `${frame.type} ${'stream' in frame ? frame.stream : 0}`);

describe('Tail', () => {
  it('counts its streams up in odd numbers, never the same twice', () => {
    const raw = rawHead();
    const first = watch(raw.end.session.ask('a', NOTHING));
    raw.end.session.tell('b', NOTHING);
    watch(raw.end.session.request('c', NOTHING));
    raw.env.settle();
    first.stop();
    watch(raw.end.session.ask('d', NOTHING));
    expect(typesAndStreams(raw)).to.deep.equal(
      ['REQUEST_RESPONSE 3', 'REQUEST_FNF 5', 'REQUEST_STREAM 7', 'CANCEL 3', 'REQUEST_RESPONSE 9']);
  });

  it('writes all that is asked in one tick in one write', () => {
    const raw = rawHead();
    const before = raw.end.channel.writes.length;
    for (let count = 0; count < 100; count++) watch(raw.end.session.ask('a', NOTHING));
    raw.env.settle();
    expect(raw.end.channel.writes.length - before).to.equal(1);
    expect(raw.heard()).to.have.length(100);
  });

  it('asks only when it is subscribed to, and once for each subscription', () => {
    const raw = rawHead();
    const asked = raw.end.session.ask('a', NOTHING);
    expect(raw.heard()).to.deep.equal([]);
    watch(asked);
    watch(asked);
    expect(typesAndStreams(raw)).to.deep.equal(['REQUEST_RESPONSE 3', 'REQUEST_RESPONSE 5']);
  });

  it('errors before the head has said hello', () => {
    const raw = ungreetedHead();
    expect(codes(watch(raw.end.session.ask('a', NOTHING)))).to.deep.equal(['not-connected']);
    raw.end.session.tell('a', NOTHING);
    expect(raw.heard()).to.deep.equal([]);
  });

  describe('ask', () => {
    it('takes one answer, with or without COMPLETE, and nothing after it', () => {
      const raw = rawHead();
      const [one, two] = [watch(raw.end.session.ask('a', NOTHING)), watch(raw.end.session.ask('b', NOTHING))];
      raw.say(payload(5, 'second'), payload(3, 'first', { complete: true }), payload(3, 'late'), payload(5, 'late'));
      expect(one).to.deep.include({ values: ['first'], completed: 1, errors: [] });
      expect(two).to.deep.include({ values: ['second'], completed: 1, errors: [] });
      expect(raw.end.endings).to.deep.equal([]);
    });

    it('fails when the handler completes without an answer', () => {
      const raw = rawHead();
      const told = watch(raw.end.session.ask('a', NOTHING));
      raw.say(payload(3, '', { next: false, complete: true }));
      expect(codes(told)).to.deep.equal(['failed']);
    });

    it('errors with what the head says, by its data first and by the code of the frame else', () => {
      const said = (code: number, data: string): Error | undefined => {
        const raw = rawHead();
        const told = watch(raw.end.session.ask('a', NOTHING));
        raw.say(error(3, code, data), error(3, code, data));
        expect(told.errors).to.have.length(1);
        return told.errors[0];
      };
      expect(said(0x202, '{"code":"no-such-route","message":"nobody"}')).to.include(
        { code: 'no-such-route', message: 'nobody' });
      expect(said(0x202, '{"code":"rejected","message":"busy","retryAfterMs":70}')).to.include(
        { code: 'rejected', retryAfterMs: 70 });
      expect(said(0x202, 'busy\n')).to.include({ code: 'rejected', message: 'busy\\u{a}' });
      expect(said(0x204, 'bad')).to.include({ code: 'invalid' });
      expect(said(0x203, '')).to.include({ code: 'cancelled' });
      expect(said(0x201, '{"code":"closed","message":"m"}')).to.include({ code: 'failed', message: 'm' });
      expect(said(0x301, '[]')).to.include({ code: 'failed', message: '[]' });
    });

    it('cancels when it is let go of, and not once it is answered', () => {
      const raw = rawHead();
      const told = watch(raw.end.session.ask('a', NOTHING));
      watch(raw.end.session.ask('b', NOTHING));
      raw.heard();
      told.stop();
      raw.say(payload(5, 'x', { complete: true }));
      expect(typesAndStreams(raw)).to.deep.equal(['CANCEL 3']);
    });

    it('times out on the millisecond, cancels, and takes no answer any more', () => {
      const raw = rawHead();
      const [short, usual] = [
        watch(raw.end.session.ask('a', NOTHING, { timeoutMs: 50 })), watch(raw.end.session.ask('b', NOTHING)),
      ];
      raw.heard();
      raw.env.advance(49);
      expect(short.errors).to.deep.equal([]);
      raw.env.advance(1);
      expect(codes(short)).to.deep.equal(['timed-out']);
      expect(typesAndStreams(raw)).to.deep.equal(['CANCEL 3']);
      raw.say(payload(3, 'late', { complete: true }));
      expect(short.values).to.deep.equal([]);
      raw.env.advance(9_949);
      expect(usual.errors).to.deep.equal([]);
      raw.env.advance(1);
      expect(codes(usual)).to.deep.equal(['timed-out']);
      expect(raw.env.timers).to.equal(0);
    });

    it('sets one timer, however many requests are under way', () => {
      const raw = rawHead();
      for (let count = 0; count < 200; count++) watch(raw.end.session.ask('a', NOTHING, { timeoutMs: 10_000 - count }));
      expect(raw.env.timers).to.equal(1);
    });

    it('waits for ever when told to', () => {
      const raw = rawHead();
      const told = watch(raw.end.session.ask('a', NOTHING, { timeoutMs: Infinity }));
      expect(raw.env.timers).to.equal(0);
      raw.env.advance(86_400_000);
      raw.say(payload(3, 'at last', { complete: true }));
      expect(told.values).to.deep.equal(['at last']);
    });
  });

  describe('request', () => {
    it('gives credits at first, and again as half of them are taken', () => {
      const raw = rawHead();
      watch(raw.end.session.request('a', NOTHING, { credits: 4 }));
      expect(raw.heard()[0]).to.deep.include({ type: 'REQUEST_STREAM', credits: 4 });
      raw.say(payload(3, '1'));
      expect(raw.heard()).to.deep.equal([]);
      raw.say(payload(3, '2'));
      expect(raw.heard()).to.deep.equal([{ type: 'REQUEST_N', stream: 3, credits: 2 }]);
    });

    it('gives none by itself when they are given by hand', () => {
      const raw = rawHead();
      const more$ = new Subject<number>();
      const told = watch(raw.end.session.request('a', NOTHING, { credits: 2, more$ }));
      raw.heard();
      raw.say(payload(3, '1'), payload(3, '2'));
      expect(raw.heard()).to.deep.equal([]);
      more$.next(1);
      expect(raw.heard()).to.deep.equal([{ type: 'REQUEST_N', stream: 3, credits: 1 }]);
      told.stop();
      expect(more$.observed).to.equal(false);
    });

    it('ends the connection with a head that sends more than was asked for', () => {
      const raw = rawHead();
      const told = watch(raw.end.session.request('a', NOTHING, { credits: 2, more$: new Subject() }));
      raw.say(payload(3, '1'), payload(3, '2'), payload(3, '3'));
      expect(told.values).to.deep.equal(['1', '2']);
      expect(codes(told)).to.deep.equal(['closed']);
      raw.env.advance(2_000);
      expect(raw.end.endings[0]).to.deep.include({ reason: 'protocol', endedBy: 'local' });
    });

    it('is silent for as long as it likes, and needs no timer for that', () => {
      const raw = rawHead();
      const quiet = watch(raw.end.session.request('a', NOTHING));
      expect(raw.env.timers).to.equal(0);
      raw.env.advance(24 * 3_600_000);
      raw.say(payload(3, '1', { complete: true }));
      expect(quiet).to.deep.include({ values: ['1'], completed: 1, errors: [] });
    });

    it('times out when told how soon a value must come, and not between two values', () => {
      const raw = rawHead();
      const silent = watch(raw.end.session.request('a', NOTHING, { timeoutMs: 50 }));
      const slow = watch(raw.end.session.request('b', NOTHING, { timeoutMs: 50 }));
      raw.heard();
      raw.say(payload(5, '1'));
      raw.env.advance(49);
      expect(silent.errors).to.deep.equal([]);
      raw.env.advance(1);
      expect(codes(silent)).to.deep.equal(['timed-out']);
      expect(typesAndStreams(raw)).to.deep.equal(['CANCEL 3']);
      raw.env.advance(3_600_000);
      raw.say(payload(5, '2', { complete: true }));
      expect(slow).to.deep.include({ values: ['1', '2'], completed: 1, errors: [] });
    });

    it('cancels once when it has enough, and asks for no more', () => {
      const raw = rawHead();
      watch(raw.end.session.request('a', NOTHING, { credits: 2 }).pipe(take(1)));
      raw.heard();
      raw.say(payload(3, '1'), payload(3, '2'));
      expect(typesAndStreams(raw)).to.deep.equal(['CANCEL 3']);
    });
  });

  describe('an answer in fragments', () => {
    const part = 'x'.repeat(200 * 1_024);
    /** More of them than the limit for all unfinished messages of a connection has room for. */
    const TIMES = 40;

    it('is forgotten with the rest of it that still comes, when its request is let go of', () => {
      const raw = rawHead();
      for (let stream = 3; stream < 3 + 2 * TIMES; stream += 2) {
        const told = watch(raw.end.session.ask('a', NOTHING));
        raw.say(payload(stream, part, { follows: true }));
        told.stop();
        raw.say(payload(stream, part, { follows: true }), payload(stream, part, { follows: true }));
      }
      expect(raw.end.endings).to.deep.equal([]);
      raw.say(payload(3, 'the end', { complete: true }));
      const whole = watch(raw.end.session.ask('a', NOTHING));
      raw.say(payload(3 + 2 * TIMES, 'a', { follows: true }), payload(3 + 2 * TIMES, 'b', { complete: true }));
      expect(whole).to.deep.include({ values: ['ab'], completed: 1 });
    });

    it('is forgotten when its request times out, and when the stream has enough', () => {
      const raw = rawHead();
      for (let stream = 3; stream < 3 + 4 * TIMES; stream += 4) {
        watch(raw.end.session.ask('a', NOTHING, { timeoutMs: 5 }));
        watch(raw.end.session.request('b', NOTHING).pipe(take(1)));
        raw.say(payload(stream, part, { follows: true }), payload(stream + 2, '1'));
        raw.say(payload(stream + 2, part, { follows: true }));
        raw.env.advance(5);
      }
      expect(raw.end.endings).to.deep.equal([]);
    });

    it('is a breach on a stream that nobody began, before the whole of it is there', () => {
      const raw = rawHead();
      raw.say(payload(99, part, { follows: true }));
      raw.env.advance(2_000);
      expect(raw.end.endings[0]).to.deep.include({ reason: 'protocol', endedBy: 'local' });
    });
  });

  describe('limits', () => {
    it('rejects the request after the 256th in flight, and takes one again when one ends', () => {
      const raw = rawHead();
      for (let count = 0; count < 256; count++) watch(raw.end.session.ask('a', NOTHING));
      raw.heard();
      const over = watch(raw.end.session.ask('a', NOTHING));
      expect(codes(over)).to.deep.equal(['rejected']);
      expect(over.errors[0]?.message).to.contain('256');
      expect(raw.heard()).to.deep.equal([]);
      raw.say(payload(3, 'x', { complete: true }));
      expect(watch(raw.end.session.ask('a', NOTHING)).errors).to.deep.equal([]);
    });

    it('refuses what no message can hold, and a route that is none', () => {
      const raw = rawHead();
      const big = watch(raw.end.session.ask('a', new Uint8Array(1_024 * 1_024)));
      expect(codes(big)).to.deep.equal(['too-big']);
      expect(big.errors[0]?.message).to.match(/1048578.*1048576/);
      expect(codes(watch(raw.end.session.request('r'.repeat(256), NOTHING)))).to.deep.equal(['invalid']);
      expect(codes(watch(raw.end.session.ask('', NOTHING)))).to.deep.equal(['invalid']);
      expect(raw.heard()).to.deep.equal([]);
    });

    it('ends in good order when the last stream id is used', () => {
      const env = new VirtualEnv();
      const [channel, other] = channelPair(env);
      other.bytes$.subscribe();
      const responder = { handlerFor: () => undefined };
      const link = new Link({ peer: 'out-1', role: 'tail', channel, responder, env });
      const tail = new Tail(link, 0x7fff_fffb);
      link.attach(tail);
      const told: unknown[] = [];
      link.signal$.subscribe((signal) => void told.push(signal.type === 'ended' ? signal.ending.reason : signal.type));
      tail.setUp(NOTHING);
      other.write(encode(payload(0x7fff_fffd, 'head', { complete: true })));
      env.settle();
      const [last, none] = [watch(tail.ask('a', NOTHING)), watch(tail.ask('a', NOTHING))];
      expect(codes(last)).to.deep.equal(['closed']);
      expect(codes(none)).to.deep.equal(['closed']);
      env.advance(2_000);
      expect(told).to.deep.equal(['heard', 'greeted', 'dropped']);
      expect(framesOf(channel.writes).at(-2)).to.deep.include({ type: 'REQUEST_RESPONSE', stream: 0x7fff_ffff });
    });
  });

  describe('a head that breaks the protocol', () => {
    const breaches: Readonly<Record<string, readonly Frame[]>> = {
      'asks something': [request('REQUEST_RESPONSE', 2, 'a')],
      'tells something': [request('REQUEST_FNF', 2, 'a')],
      'opens a channel': [{ type: 'REQUEST_CHANNEL', stream: 2 }],
      'answers what was never asked': [payload(99, 'x')],
      'answers on a stream of its own': [payload(2, 'x')],
      'fails what was never asked': [error(99, 0x201, '')],
      'gives credits on a stream that never was': [{ type: 'REQUEST_N', stream: 99, credits: 1 }],
    };
    for (const [what, frames] of Object.entries(breaches)) {
      it(`is left when it ${what}`, () => {
        const raw = rawHead();
        raw.say(...frames);
        raw.env.advance(2_000);
        expect(raw.end.endings).to.have.length(1);
        expect(raw.end.endings[0]).to.deep.include({ reason: 'protocol', endedBy: 'local' });
      });
    }

    it('is not left for what is harmless', () => {
      const raw = rawHead();
      watch(raw.end.session.ask('a', NOTHING)).stop();
      raw.say(
        payload(3, 'late'), error(3, 0x201, ''), { type: 'REQUEST_N', stream: 3, credits: 1 },
        { type: 'CANCEL', stream: 3 },
        { type: 'LEASE', ttlMs: 1, requests: 1 },
      );
      expect(raw.end.endings).to.deep.equal([]);
    });
  });
});
