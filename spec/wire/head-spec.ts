// The answering side: what a tail may say, how much of it, and what becomes of a request.
import { expect } from 'chai';
import { EMPTY, map, NEVER, Observable, of, range, Subject, throwError } from 'rxjs';
import { RequestError, type Handler } from '../../lib/peer.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import {
  error, payload, rawTail, request, requestStream, saidIn, setUp, welcomedTail, type Raw,
} from '../support/rawEnd.ts';
import { bytesOf, textOf } from '../support/sessionPair.ts';

const echo: Handler = ({ data }) => of(data);
const counting: Handler = () => range(1, 10).pipe(map((n) => bytesOf(String(n))));

/** How it ended, by its own account and by what it said. */
const endOf = (raw: Raw): { reason: string | undefined; code: number | undefined } => {
  const last = raw.heard().at(-1);
  raw.env.advance(2_000);
  expect(raw.end.endings).to.have.length(1);
  return { reason: raw.end.endings[0]?.reason, code: last?.type === 'ERROR' ? last.code : undefined };
};

const valuesIn = (frames: readonly Frame[]): string[] =>
  frames.flatMap((frame) => (frame.type === 'PAYLOAD' && frame.next ? [textOf(frame.data)] : []));

describe('Head', () => {
  describe('SETUP', () => {
    const refusals: Readonly<Record<string, readonly [Frame, string, number]>> = {
      'comes after another frame': [request('REQUEST_RESPONSE', 1, 'a'), 'protocol', 0x001],
      'comes after a part of another frame':
        [{ ...request('REQUEST_RESPONSE', 1, 'a'), follows: true } as Frame, 'protocol', 0x001],
      'is of another major version': [setUp({ major: 2 }), 'other-version', 0x002],
      'asks for resumption': [setUp({ resume: true }), 'protocol', 0x002],
      'has metadata that is no route': [setUp({ metadataMime: 'application/json' }), 'protocol', 0x002],
      'is a RESUME': [{ type: 'OTHER', stream: 0, number: 0x0d, ignore: false }, 'protocol', 0x004],
    };
    for (const [what, [frame, reason, code]] of Object.entries(refusals)) {
      it(`is refused when it ${what}`, () => {
        const raw = rawTail();
        // A RESUME is not among the frames that we write: its header alone will do.
        if (frame.type === 'OTHER') raw.channel.write(Buffer.from('000006000000003400', 'hex'));
        else raw.say(frame);
        expect(endOf(raw)).to.deep.equal({ reason, code });
        expect(raw.end.signals.filter(({ type }) => type === 'greeted')).to.deep.equal([]);
      });
    }

    it('may come once, before the welcome and after it', () => {
      const early = rawTail();
      early.say(setUp(), setUp());
      expect(endOf(early)).to.deep.equal({ reason: 'protocol', code: 0x001 });
      const late = welcomedTail();
      late.say(setUp());
      expect(endOf(late)).to.deep.equal({ reason: 'protocol', code: 0x101 });
    });

    it('may be of any minor version and any type of data', () => {
      const raw = rawTail();
      raw.say(setUp({ minor: 7, dataMime: 'text/plain' }));
      expect(raw.end.signals.map(({ type }) => type)).to.deep.equal(['heard', 'greeted']);
    });

    it('is offered a lease when it asks for one, and a new one every 30 s', () => {
      const raw = rawTail();
      raw.say(setUp({ lease: true }));
      expect(raw.heard()).to.deep.equal([]);
      raw.end.session.welcome(bytesOf('head'));
      expect(raw.heard()).to.deep.equal([{ type: 'LEASE', ttlMs: 60_000, requests: 120_000_000 }]);
      raw.env.advance(29_999);
      expect(raw.heard()).to.deep.equal([]);
      raw.env.advance(1);
      expect(raw.heard()).to.have.length(1);
      raw.end.session.goodbye({ reason: 'stopping' });
      raw.env.advance(2_000);
      expect(raw.env.timers).to.equal(0);
    });
  });

  describe('before the welcome', () => {
    it('holds what the tail asks, in order, and serves it then', () => {
      const raw = rawTail({ echo, count: counting });
      raw.say(setUp(), request('REQUEST_RESPONSE', 1, 'millrace.hello'), requestStream(3, 'count', 1),
        { type: 'REQUEST_N', stream: 3, credits: 2 }, request('REQUEST_RESPONSE', 5, 'echo', 'hi'));
      expect(raw.heard()).to.deep.equal([]);
      raw.end.session.welcome(bytesOf('head'));
      expect(valuesIn(raw.heard())).to.deep.equal(['head', '1', '2', '3', 'hi']);
    });

    it('holds 16 frames and not one more', () => {
      const asks = Array.from({ length: 16 }, (_, index) => request('REQUEST_RESPONSE', 2 * index + 1, 'echo', 'x'));
      const raw = rawTail({ echo });
      raw.say(setUp(), ...asks);
      expect(raw.end.endings).to.deep.equal([]);
      raw.say({ type: 'CANCEL', stream: 1 });
      expect(endOf(raw)).to.deep.equal({ reason: 'protocol', code: 0x001 });
    });

    it('takes frames of 4 KiB, and of 256 KiB afterwards', () => {
      const raw = rawTail({ echo });
      raw.say(setUp(), request('REQUEST_RESPONSE', 1, 'echo', 'x'.repeat(4_096 - 14)));
      raw.end.session.welcome(bytesOf('head'));
      raw.say(request('REQUEST_RESPONSE', 3, 'echo', 'x'.repeat(256 * 1_024 - 14)));
      expect(valuesIn(raw.heard()).map(({ length }) => length)).to.deep.equal([4_082, 262_130]);
      const big = rawTail();
      big.say(setUp(), request('REQUEST_RESPONSE', 1, 'echo', 'x'.repeat(4_096 - 13)));
      expect(endOf(big)).to.deep.equal({ reason: 'too-big', code: 0x001 });
      const bigger = welcomedTail();
      bigger.say(request('REQUEST_RESPONSE', 1, 'echo', 'x'.repeat(256 * 1_024 - 13)));
      expect(endOf(bigger)).to.deep.equal({ reason: 'too-big', code: 0x101 });
    });

    it('serves a stranger that never asks for the hello', () => {
      const raw = rawTail({ echo });
      raw.say(setUp({ data: bytesOf('') }));
      raw.end.session.welcome(bytesOf('head'));
      raw.say(request('REQUEST_RESPONSE', 1, 'echo', 'hi'));
      expect(raw.heard()).to.deep.equal([payload(1, 'hi', { complete: true })]);
    });

    it('ignores a welcome that comes too early or too late', () => {
      const raw = rawTail();
      raw.end.session.welcome(bytesOf('head'));
      raw.say(setUp(), request('REQUEST_RESPONSE', 1, 'millrace.hello'));
      expect(raw.heard()).to.deep.equal([]);
      raw.end.session.goodbye({ reason: 'full' });
      raw.end.session.welcome(bytesOf('head'));
      expect(raw.heard().map(({ type }) => type)).to.deep.equal(['ERROR']);
    });
  });

  describe('a request', () => {
    it('is answered with the first value, and its handler let go of', () => {
      const subject = new Subject<Uint8Array>();
      const raw = welcomedTail({ first: () => subject });
      raw.say(request('REQUEST_RESPONSE', 1, 'first'));
      subject.next(bytesOf('1'));
      expect(subject.observed).to.equal(false);
      subject.next(bytesOf('2'));
      expect(raw.heard()).to.deep.equal([payload(1, '1', { complete: true })]);
    });

    it('is answered with nothing when its handler has no answer', () => {
      const raw = welcomedTail({ none: () => EMPTY });
      raw.say(request('REQUEST_RESPONSE', 1, 'none'), requestStream(3, 'none', 1));
      const done = { next: false, complete: true };
      expect(raw.heard()).to.deep.equal([payload(1, '', done), payload(3, '', done)]);
    });

    it('is told why it failed, in the table’s codes and never with a stack', () => {
      const failing = (thrown: unknown): Handler => () => throwError(() => thrown);
      const raw = welcomedTail({
        throws: () => {
          throw new Error('at once');
        },
        fails: failing(new Error('later')),
        odd: failing('a string'),
        rejects: failing(new RequestError('rejected', 'busy', { retryAfterMs: 30 })),
        refuses: failing(new RequestError('invalid', '/text is wrong')),
        leaks: failing(new RequestError('closed', 'its own request')),
      });
      const said = (route: string, stream: number): unknown => {
        raw.say(request('REQUEST_RESPONSE', stream, route));
        return saidIn(raw.heard()[0]);
      };
      expect(said('throws', 1)).to.deep.equal({ code: 0x201, said: 'failed', message: 'at once' });
      expect(said('fails', 3)).to.deep.equal({ code: 0x201, said: 'failed', message: 'later' });
      expect(said('odd', 5)).to.deep.equal({ code: 0x201, said: 'failed', message: 'a string' });
      expect(said('rejects', 7)).to.deep.equal({ code: 0x202, said: 'rejected', message: 'busy', retryAfterMs: 30 });
      expect(said('refuses', 9)).to.deep.equal({ code: 0x204, said: 'invalid', message: '/text is wrong' });
      expect(said('leaks', 11)).to.deep.equal({ code: 0x201, said: 'failed', message: 'its own request' });
      expect(said('nowhere', 13)).to.deep.include({ code: 0x202, said: 'no-such-route' });
      const routeless = [[15, {}], [17, { metadata: bytesOf('') }], [19, { metadata: bytesOf('\u0009a') }]] as const;
      for (const [stream, carried] of routeless) {
        raw.say({ type: 'REQUEST_RESPONSE', stream, follows: false, data: bytesOf(''), ...carried });
        expect(saidIn(raw.heard()[0])).to.deep.include({ code: 0x204, said: 'invalid' });
      }
      expect(raw.end.endings).to.deep.equal([]);
    });

    it('may be told: the handler runs, and what comes of it goes nowhere', () => {
      const seen: string[] = [];
      const raw = welcomedTail({
        note: ({ data, route, peer }) => new Observable((out) => {
          seen.push(`${peer} ${route} ${textOf(data)}`);
          out.next(bytesOf('lost'));
          out.error(new Error('to the log'));
        }),
      });
      raw.say(request('REQUEST_FNF', 1, 'note', 'hi'), request('REQUEST_FNF', 3, 'nowhere'));
      expect(seen).to.deep.equal(['out-1 note hi']);
      expect(raw.heard()).to.deep.equal([]);
      expect(raw.end.session.traffic.requests).to.equal(2);
    });

    it('is cancelled: its handler is let go of, and nothing more is said', () => {
      const subject = new Subject<Uint8Array>();
      const raw = welcomedTail({ wait: () => subject });
      raw.say(request('REQUEST_RESPONSE', 1, 'wait'), requestStream(3, 'wait', 5), request('REQUEST_FNF', 5, 'wait'));
      raw.say({ type: 'CANCEL', stream: 1 }, { type: 'CANCEL', stream: 3 }, { type: 'CANCEL', stream: 5 });
      expect(subject.observed).to.equal(false);
      expect(raw.heard()).to.deep.equal([]);
    });

    it('may be cancelled before the whole of it has come: nothing is answered, and nothing is held', () => {
      const raw = welcomedTail({ echo });
      for (let stream = 1; stream < 80; stream += 2) {
        raw.say({ ...request('REQUEST_RESPONSE', stream, 'echo', 'x'.repeat(200 * 1_024)), follows: true } as Frame,
          { type: 'CANCEL', stream });
      }
      expect(raw.heard()).to.deep.equal([]);
      raw.say(request('REQUEST_RESPONSE', 81, 'echo', 'hi'));
      expect(raw.heard()).to.deep.equal([payload(81, 'hi', { complete: true })]);
    });

    it('may not be a channel', () => {
      const raw = welcomedTail();
      raw.say({ type: 'REQUEST_CHANNEL', stream: 1 }, payload(1, 'goes on'), error(1, 0x203, ''));
      expect(saidIn(raw.heard()[0])).to.deep.include({ code: 0x202, said: 'rejected' });
      expect(raw.end.endings).to.deep.equal([]);
    });
  });

  describe('a tail that breaks the protocol', () => {
    const breaches: Readonly<Record<string, readonly Frame[]>> = {
      'uses an even stream': [request('REQUEST_RESPONSE', 2, 'echo')],
      'uses a stream twice': [request('REQUEST_RESPONSE', 1, 'echo'), request('REQUEST_RESPONSE', 1, 'echo')],
      'counts its streams down': [request('REQUEST_RESPONSE', 5, 'echo'), request('REQUEST_FNF', 3, 'echo')],
      'gives credits where nothing was asked': [{ type: 'REQUEST_N', stream: 7, credits: 1 }],
      'cancels what it never asked': [{ type: 'CANCEL', stream: 7 }],
      'answers': [payload(7, 'x')],
      'fails what it never asked': [error(7, 0x201, '')],
    };
    for (const [what, frames] of Object.entries(breaches)) {
      it(`is left when it ${what}`, () => {
        const raw = welcomedTail({ echo });
        raw.say(...frames);
        expect(endOf(raw)).to.deep.equal({ reason: 'protocol', code: 0x101 });
      });
    }

    it('is left for bytes that are no frame, and for frames that nobody knows', () => {
      for (const bytes of ['000001ff', '000006000000007c00', '000006000000017c00']) {
        const raw = welcomedTail();
        raw.channel.write(Buffer.from(bytes, 'hex'));
        expect(endOf(raw)).to.deep.equal({ reason: 'protocol', code: 0x101 });
      }
    });

    it('is not left for what the spec tells to ignore', () => {
      const raw = welcomedTail({ echo });
      raw.say(
        request('REQUEST_RESPONSE', 1, 'echo'), { type: 'REQUEST_N', stream: 1, credits: 1 },
        { type: 'CANCEL', stream: 1 }, payload(1, 'late'), { type: 'LEASE', ttlMs: 1, requests: 1 },
      );
      raw.channel.write(Buffer.from('000006000000007e00', 'hex')); // of no known type, but it may be ignored
      raw.channel.write(Buffer.from('0000070000000031006d', 'hex')); // METADATA_PUSH
      raw.env.settle();
      expect(raw.end.endings).to.deep.equal([]);
    });

    it('hears nothing more of what follows in the same chunk', () => {
      const seen: string[] = [];
      const raw = welcomedTail({ note: ({ data }) => (seen.push(textOf(data)), NEVER) });
      const notes = [[1, 'a'], [2, 'b'], [3, 'c']] as const;
      raw.say(...notes.map(([stream, data]) => request('REQUEST_FNF', stream, 'note', data)));
      expect(seen).to.deep.equal(['a']);
    });
  });

  describe('limits', () => {
    const asks = (
      from: number, count: number, type: 'REQUEST_RESPONSE' | 'REQUEST_FNF' = 'REQUEST_RESPONSE',
    ): Frame[] =>
      Array.from({ length: count }, (_, index) => request(type, 2 * (from + index) + 1, 'wait'));

    it('rejects the request after the 256th in flight, with a hint, and takes one again when one ends', () => {
      const raw = welcomedTail({ wait: () => NEVER });
      raw.say(...asks(0, 256));
      expect(raw.heard()).to.deep.equal([]);
      raw.say(...asks(256, 1));
      expect(saidIn(raw.heard()[0])).to.deep.include({ code: 0x202, said: 'rejected', retryAfterMs: 100 });
      raw.say({ type: 'CANCEL', stream: 1 }, ...asks(257, 1));
      expect(raw.heard()).to.deep.equal([]);
    });

    it('is flooded by the 1,001st refusal within 10 s', () => {
      for (const [gap, ends] of [[9_999, true], [10_000, false]] as const) {
        const raw = welcomedTail({ wait: () => NEVER });
        raw.say(...asks(0, 1_256));
        expect(raw.end.endings).to.deep.equal([]);
        raw.heard();
        raw.env.advance(gap);
        raw.say(...asks(1_256, 1, 'REQUEST_FNF'));
        if (ends) expect(endOf(raw)).to.deep.equal({ reason: 'flooded', code: 0x101 });
        else expect(raw.end.endings).to.deep.equal([]);
      }
    });

    it('takes a burst and then so many a second, and says when there will be room', () => {
      const raw = welcomedTail({ echo }, { perSecond: 10, burst: 3 });
      const ask = (stream: number): Frame | undefined => {
        raw.say(request('REQUEST_RESPONSE', stream, 'echo', 'x'));
        return raw.heard()[0];
      };
      expect([1, 3, 5].map((stream) => ask(stream)?.type)).to.deep.equal(['PAYLOAD', 'PAYLOAD', 'PAYLOAD']);
      expect(saidIn(ask(7))).to.deep.include({ said: 'rejected', retryAfterMs: 100 });
      raw.env.advance(99);
      expect(saidIn(ask(9))).to.deep.include({ said: 'rejected', retryAfterMs: 1 });
      raw.env.advance(1);
      expect(ask(11)?.type).to.equal('PAYLOAD');
    });
  });
});
