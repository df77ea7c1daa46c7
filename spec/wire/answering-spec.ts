// What a handler emits, and how much of it the tail gets to see.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { map, Observable, range, Subject, throwError, concat, of } from 'rxjs';
import type { Handler } from '../../lib/peer.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { payload, requestStream, request, saidIn, welcomedTail } from '../support/rawEnd.ts';
import { bytesOf, greeted, textOf, watch } from '../support/sessionPair.ts';

const numbers = (count: number): Handler => () => range(1, count).pipe(map((n) => bytesOf(String(n))));

const valuesIn = (frames: readonly Frame[]): string[] =>
  frames.flatMap((frame) => (frame.type === 'PAYLOAD' && frame.next ? [textOf(frame.data)] : []));

const credits = (stream: number, count: number): Frame => ({ type: 'REQUEST_N', stream, credits: count });
const DONE = payload(1, '', { next: false, complete: true });

describe('Answering', () => {
  it('never sends a value more than there are credits, and completes with the last one', () => {
    const raw = welcomedTail({ count: numbers(5) });
    raw.say(requestStream(1, 'count', 2));
    expect(valuesIn(raw.heard())).to.deep.equal(['1', '2']);
    raw.say(credits(1, 1));
    expect(valuesIn(raw.heard())).to.deep.equal(['3']);
    raw.say(credits(1, 2));
    expect(raw.heard()).to.deep.equal([payload(1, '4'), payload(1, '5'), DONE]);
    raw.say(credits(1, 2));
    expect(raw.heard()).to.deep.equal([]);
  });

  it('spends credits that came ahead of the values', () => {
    const subject = new Subject<Uint8Array>();
    const raw = welcomedTail({ live: () => subject });
    raw.say(requestStream(1, 'live', 1), credits(1, 1));
    for (const value of ['a', 'b', 'c']) subject.next(bytesOf(value));
    expect(valuesIn(raw.heard())).to.deep.equal(['a', 'b']);
    raw.say(credits(1, 0x7fff_ffff), credits(1, 0x7fff_ffff));
    subject.next(bytesOf('d'));
    subject.complete();
    expect(raw.heard()).to.deep.equal([payload(1, 'c'), payload(1, 'd'), DONE]);
  });

  it('tells an error at once, ahead of what waits for credits', () => {
    const broken = concat(of(bytesOf('1'), bytesOf('2')), throwError(() => new Error('broke')));
    const raw = welcomedTail({ bad: () => broken });
    raw.say(requestStream(1, 'bad', 1));
    const frames = raw.heard();
    expect(frames).to.have.length(2);
    expect(saidIn(frames[1])).to.deep.include({ said: 'failed', message: 'broke' });
  });

  it('holds 16,384 values beyond the credits, and fails with the next', () => {
    const raw = welcomedTail({ fits: numbers(16_385), over: numbers(16_386) });
    raw.say(requestStream(1, 'fits', 1), requestStream(3, 'over', 1));
    const frames = raw.heard();
    expect(frames.map(({ type }) => type)).to.deep.equal(['PAYLOAD', 'PAYLOAD', 'ERROR']);
    expect(saidIn(frames[2])).to.deep.include({ code: 0x201, said: 'failed' });
    expect(saidIn(frames[2])['message']).to.contain('16384');
  });

  it('holds 16 MiB of one connection, and gives them back when the streams end', () => {
    const mebibytes: Handler = () => range(0, 8).pipe(map(() => new Uint8Array(1_024 * 1_024)));
    const raw = welcomedTail({ mebibytes });
    raw.say(requestStream(1, 'mebibytes', 1));
    raw.heard();
    raw.say(requestStream(3, 'mebibytes', 1)); // 7 MiB wait for each
    expect(raw.heard().filter(({ type }) => type === 'ERROR')).to.deep.equal([]);
    raw.say(requestStream(5, 'mebibytes', 1));
    expect(raw.heard().filter(({ type }) => type === 'ERROR')).to.have.length(1);
    raw.say({ type: 'CANCEL', stream: 1 }, requestStream(7, 'mebibytes', 1));
    expect(raw.heard().filter(({ type }) => type === 'ERROR')).to.deep.equal([]);
    raw.end.session.goodbye({ reason: 'stopping' });
  });

  it('cuts an answer of 1 MiB into frames of 256 KiB, and refuses a longer one', () => {
    const sized = (bytes: number): Handler => () => of(new Uint8Array(bytes));
    const { env, tail } = greeted({ most: sized(1_024 * 1_024), more: sized(1_024 * 1_024 + 1) });
    const sizes: number[] = [];
    tail.session.ask('most', bytesOf('')).subscribe(({ length }) => void sizes.push(length));
    const over = watch(tail.session.ask('more', bytesOf('')));
    env.advance(0); // a turn reads half of it
    expect(sizes).to.deep.equal([1_024 * 1_024]);
    expect(over.errors[0]).to.include({ code: 'too-big' });
    const raw = welcomedTail({ most: sized(1_024 * 1_024) });
    raw.say(request('REQUEST_RESPONSE', 1, 'most'));
    expect(raw.heard()).to.have.length(5);
  });

  it('lets go of a handler that emits for ever as soon as it is cancelled from within', () => {
    let emitted = 0;
    const { env, tail } = greeted({
      endless: () => new Observable((out) => {
        while (!out.closed && emitted < 1e6) out.next(bytesOf(String(++emitted)));
      }),
    });
    const told = watch(tail.session.request('endless', bytesOf(''), { credits: 4 }));
    env.settle();
    expect(told.errors[0]).to.include({ code: 'failed' });
    expect(emitted).to.equal(16_384 + 4 + 1);
  });

  it('delivers every value once and in order, whatever the credits and the pace', () => {
    fc.assert(fc.property(
      fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }),
      (count, window, chunkBytes) => {
        const { env, tail, head } = greeted({ count: numbers(count) });
        head.channel.chunkBytes = tail.channel.chunkBytes = chunkBytes;
        const told = watch(tail.session.request('count', bytesOf(''), { credits: window }));
        env.settle();
        expect(told.values).to.deep.equal(Array.from({ length: count }, (_, index) => String(index + 1)));
        expect(told).to.deep.include({ errors: [], completed: 1 });
      },
    ));
  });
});
