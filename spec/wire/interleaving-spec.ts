// Whatever two ends do, in whatever order: every request ends exactly once, and so does the connection.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { concat, EMPTY, map, NEVER, of, range, Subject, throwError } from 'rxjs';
import { RequestError, type Handler } from '../../lib/peer.ts';
import { encode } from '../../lib/wire/codec.ts';
import { greeted, bytesOf, watch, type Told } from '../support/sessionPair.ts';
import { rawHead, rawTail, request, requestStream, setUp } from '../support/rawEnd.ts';

const later = new Subject<Uint8Array>();

const handlers: Readonly<Record<string, Handler>> = {
  once: ({ data }) => of(data),
  many: () => range(0, 20).pipe(map((n) => bytesOf(String(n)))),
  none: () => EMPTY,
  never: () => NEVER,
  later: () => later,
  fails: () => throwError(() => new Error('broke')),
  halfway: () => concat(of(bytesOf('1')), throwError(() => new RequestError('rejected', 'busy'))),
  large: () => of(new Uint8Array(300 * 1_024)),
};

type Step =
  | { readonly type: 'ask' | 'request'; readonly route: string; readonly credits: number }
  | { readonly type: 'cancel'; readonly index: number }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'block' | 'unblock'; readonly at: 'tail' | 'head' }
  | { readonly type: 'emit' | 'ping' | 'settle' | 'break' }
  | { readonly type: 'goodbye'; readonly at: 'tail' | 'head' };

const route = fc.constantFrom(...Object.keys(handlers), 'nowhere');
const credits = fc.integer({ min: 1, max: 8 });
const at = fc.constantFrom('tail' as const, 'head' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constantFrom('ask' as const, 'request' as const), route, credits }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('cancel' as const), index: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 6_000 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('block' as const, 'unblock' as const), at }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('emit' as const, 'ping' as const, 'settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('goodbye' as const), at }) },
  { weight: 1, arbitrary: fc.constant({ type: 'break' as const }) },
);

describe('interleavings', () => {
  it('end every request exactly once, and the connection as well', () => {
    const chunk = fc.integer({ min: 1, max: 2_000 });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), chunk, (steps, chunkBytes) => {
      const pair = greeted(handlers);
      const { env, tail } = pair;
      tail.channel.chunkBytes = pair.head.channel.chunkBytes = chunkBytes;
      const all: (Told & { stop(): void })[] = [];
      const stopped = new Set<number>();
      for (const it of steps) {
        switch (it.type) {
          case 'ask': all.push(watch(tail.session.ask(it.route, bytesOf('x')))); break;
          case 'request': all.push(watch(tail.session.request(it.route, bytesOf('x'), { credits: it.credits }))); break;
          case 'cancel': if (all[it.index] !== undefined) { all[it.index]?.stop(); stopped.add(it.index); } break;
          case 'pass': env.advance(it.ms); break;
          case 'block': pair[it.at].channel.block(); break;
          case 'unblock': pair[it.at].channel.unblock(); break;
          case 'emit': later.next(bytesOf('later')); break;
          case 'ping': tail.session.ping(); break;
          case 'settle': env.settle(); break;
          case 'goodbye': pair[it.at].session.goodbye({ reason: 'dropped' }); break;
          case 'break': for (const { channel } of [pair.tail, pair.head]) channel.fail(); break;
        }
      }
      tail.channel.unblock();
      pair.head.channel.unblock();
      env.settle();
      tail.session.goodbye({ reason: 'stopping' });
      env.advance(60_000);
      for (const [index, { completed, errors }] of all.entries()) {
        if (stopped.has(index)) expect(completed + errors.length).to.be.at.most(1);
        else expect(completed + errors.length).to.equal(1);
      }
      for (const end of [pair.tail, pair.head]) {
        expect(end.endings).to.have.length(1);
        expect(end.signals.at(-1)?.type).to.equal('ended');
        expect(end.channel.destroyed).to.equal(true);
      }
      expect(later.observed).to.equal(false);
      expect(env.timers).to.equal(0);
    }), { numRuns: 300 });
  });

  it('survive any bytes: either end says goodbye or goes on, and never throws', () => {
    const start = Buffer.concat([
      setUp(), request('REQUEST_RESPONSE', 1, 'once', 'x'), requestStream(3, 'many', 4),
      request('REQUEST_FNF', 5, 'fails'),
    ].map(encode));
    const any = fc.uint8Array({ maxLength: 300 });
    fc.assert(fc.property(any, fc.nat(start.length), fc.boolean(), (bytes, cut, welcome) => {
      for (const raw of [rawTail(handlers), rawHead()]) {
        if (raw.end.session.traffic.bytesIn === 0) raw.channel.write(start.subarray(0, cut));
        raw.env.settle();
        if (welcome) raw.end.session.welcome(bytesOf('head'));
        raw.channel.write(bytes);
        raw.env.settle();
        raw.channel.end();
        raw.env.advance(60_000);
        expect(raw.end.endings).to.have.length(1);
        expect(raw.env.timers).to.equal(0);
        expect(raw.end.endings[0]?.reason).to.not.equal('failed');
      }
    }), { numRuns: 500 });
  });
});
