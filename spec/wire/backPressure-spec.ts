// A network that takes nothing: who waits, how much may wait, and when that is the end.
import { expect } from 'chai';
import { map, NEVER, of, range, Subject } from 'rxjs';
import type { Handler } from '../../lib/peer.ts';
import { heldUnsent } from '../../lib/wire/heldBytes.ts';
import { framesOf, rawHead, request, requestStream, welcomedTail, type Raw } from '../support/rawEnd.ts';
import { bytesOf, greeted, watch } from '../support/sessionPair.ts';

const KIB = 1_024;
const sized = (bytes: number): Handler => () => of(new Uint8Array(bytes));

/** Payloads on the way, by stream. */
const sent = (raw: Raw): number => framesOf(raw.end.channel.writes).filter(({ type }) => type === 'PAYLOAD').length;

describe('back-pressure', () => {
  it('writes the frames of a tick in one write, and a large body by reference between two', () => {
    const body = new Uint8Array(16 * KIB);
    const raw = welcomedTail({ small: sized(16 * KIB - 1), large: () => of(body) });
    const before = raw.end.channel.writes.length;
    const asks = [['small', 1], ['large', 3], ['small', 5]] as const;
    raw.say(...asks.map(([route, stream]) => request('REQUEST_RESPONSE', stream, route)));
    const writes = raw.end.channel.writes.slice(before);
    expect(writes).to.have.length(3);
    expect(writes[1]).to.equal(body);
    const sizes = framesOf(writes).map((frame) => frame.type === 'PAYLOAD' && [frame.stream, frame.data.length]);
    expect(sizes).to.deep.equal([[1, 16 * KIB - 1], [3, 16 * KIB], [5, 16 * KIB - 1]]);
  });

  it('never writes into memory that it has handed over before', () => {
    const raw = welcomedTail({ echo: ({ data }) => of(data) });
    for (let stream = 1; stream < 2_000; stream += 2) {
      raw.say(request('REQUEST_RESPONSE', stream, 'echo', `value ${stream}`));
    }
    const echoed = framesOf(raw.end.channel.writes)
      .flatMap((frame) => (frame.type === 'PAYLOAD' ? [Buffer.from(frame.data).toString()] : []));
    expect(echoed).to.deep.equal(Array.from({ length: 1_000 }, (_, index) => `value ${2 * index + 1}`));
  });

  it('pauses a stream at 256 KiB unsent, and goes on when they are gone', () => {
    const raw = welcomedTail({ bulk: () => range(0, 20).pipe(map(() => new Uint8Array(64 * KIB))) });
    raw.end.channel.block();
    raw.say(requestStream(1, 'bulk', 100));
    expect(sent(raw)).to.equal(4);
    expect(raw.end.endings).to.deep.equal([]);
    raw.end.channel.unblock();
    raw.env.settle();
    expect(sent(raw)).to.equal(21); // and the one that completes
  });

  it('holds answers that have nowhere to go, and stops reading the tail at 256 KiB of them', () => {
    const raw = welcomedTail({ bulk: sized(64 * KIB) });
    raw.end.channel.block();
    const asks = Array.from({ length: 30 }, (_, index) => request('REQUEST_RESPONSE', 2 * index + 1, 'bulk'));
    raw.say(...asks.slice(0, 7));
    expect(raw.end.channel.paused).to.equal(false);
    raw.say(...asks.slice(7));
    expect(raw.end.channel.paused).to.equal(true);
    expect(sent(raw)).to.equal(4);
    raw.end.channel.unblock();
    raw.env.settle();
    expect(raw.end.channel.paused).to.equal(false);
    expect(sent(raw)).to.equal(30);
  });

  it('has no more answers made than can wait, however many are asked for in one chunk', () => {
    const before = heldUnsent();
    let made = 0;
    const raw = welcomedTail({
      bulk: () => {
        made++;
        return of(new Uint8Array(64 * KIB));
      },
    });
    raw.end.channel.block();
    raw.say(...Array.from({ length: 200 }, (_, index) => request('REQUEST_RESPONSE', 2 * index + 1, 'bulk')));
    expect(made).to.equal(4 + 4); // on their way, and until they are more than 256 KiB
    raw.env.settle();
    expect(heldUnsent() - before).to.be.within(4 * 64 * KIB, 5 * 64 * KIB);
    for (let round = 0; round < 200 && made < 200; round++) {
      const last = made;
      raw.end.channel.unblock();
      raw.end.channel.block();
      raw.env.settle();
      expect(made - last).to.be.at.most(8);
    }
    raw.end.channel.unblock();
    raw.env.settle();
    expect(sent(raw)).to.equal(200);
    expect(raw.end.endings).to.deep.equal([]);
    expect(heldUnsent()).to.equal(before);
  });

  it('counts what the network holds beyond 256 KiB among what waits', () => {
    const before = heldUnsent();
    const raw = welcomedTail({ bulk: sized(255 * KIB) });
    raw.end.channel.block();
    raw.say(request('REQUEST_RESPONSE', 1, 'bulk'), request('REQUEST_RESPONSE', 3, 'bulk'));
    raw.env.settle();
    expect(heldUnsent() - before).to.be.within(254 * KIB, 255 * KIB);
    raw.end.channel.unblock();
    raw.env.settle();
    expect(heldUnsent()).to.equal(before);
  });

  it('reads on while one answer waits, however long', () => {
    const raw = welcomedTail({ bulk: sized(1_024 * KIB), echo: ({ data }) => of(data) });
    raw.end.channel.block();
    raw.say(request('REQUEST_RESPONSE', 1, 'bulk'));
    expect(raw.end.channel.paused).to.equal(false);
    raw.say(request('REQUEST_RESPONSE', 3, 'echo', 'x'));
    expect(raw.end.channel.paused).to.equal(true);
  });

  it('rejects an answer when 16 MiB wait already', () => {
    const answer$ = new Subject<Uint8Array>();
    const raw = welcomedTail({ bulk: () => answer$ });
    raw.end.channel.block();
    raw.say(...Array.from({ length: 20 }, (_, index) => request('REQUEST_RESPONSE', 2 * index + 1, 'bulk')));
    answer$.next(new Uint8Array(1_024 * KIB)); // all at once, when all have been read
    raw.end.channel.unblock();
    raw.env.settle();
    const frames = framesOf(raw.end.channel.writes);
    expect(frames.filter(({ type }) => type === 'ERROR')).to.have.length(4);
    expect(frames.filter((frame) => frame.type === 'PAYLOAD' && frame.complete)).to.have.length(16);
  });

  it('holds requests too, keeps their order, and rejects what is too much', () => {
    const { env, tail } = greeted({ size: ({ data }) => of(bytesOf(String(data.length))) });
    tail.channel.block();
    const told = Array.from({ length: 20 }, () => watch(tail.session.ask('size', new Uint8Array(1_000 * KIB))));
    env.settle();
    const rejected = told.flatMap(({ errors }) => errors);
    expect(rejected).to.have.length(4);
    for (const reason of rejected) expect(reason).to.include({ code: 'rejected' });
    const last = watch(tail.session.ask('size', bytesOf('12345')));
    last.stop(); // its CANCEL must not overtake it
    tail.channel.unblock();
    env.settle();
    expect(told.filter(({ values }) => values[0] === String(1_000 * KIB))).to.have.length(16);
    expect(tail.endings).to.deep.equal([]);
    expect(watch(tail.session.ask('size', bytesOf('x'))).errors).to.deep.equal([]);
  });

  it('closes a slow reader that takes nothing for 10 s, without waiting for it', () => {
    const raw = welcomedTail({ bulk: () => range(0, 20).pipe(map(() => new Uint8Array(64 * KIB))) });
    raw.end.channel.block();
    raw.say(requestStream(1, 'bulk', 100));
    raw.env.advance(9_999);
    expect(raw.end.endings).to.deep.equal([]);
    raw.env.advance(1);
    expect(raw.end.endings).to.have.length(1);
    expect(raw.end.endings[0]).to.deep.include({ reason: 'slow-reader', endedBy: 'local' });
    expect(raw.end.channel.destroyed).to.equal(true);
    expect(raw.env.timers).to.equal(0);
  });

  it('spares one that takes something within 10 s', () => {
    const subject = new Subject<Uint8Array>();
    const raw = welcomedTail({ bulk: () => subject });
    raw.say(requestStream(1, 'bulk', 1_000));
    for (let round = 0; round < 5; round++) {
      raw.end.channel.block();
      for (let count = 0; count < 8; count++) subject.next(new Uint8Array(64 * KIB));
      raw.env.advance(9_999);
      raw.end.channel.unblock();
      raw.env.advance(1);
    }
    expect(raw.end.endings).to.deep.equal([]);
  });

  it('closes a slow reader with 1 MiB unsent at once: keep-alives are never held', () => {
    const raw = welcomedTail();
    raw.end.channel.block();
    const ping = { type: 'KEEPALIVE', respond: true, data: new Uint8Array(64 * KIB) } as const;
    for (let count = 0; count < 15; count++) raw.say(ping);
    expect(raw.end.endings).to.deep.equal([]);
    raw.say(ping);
    expect(raw.end.endings[0]).to.deep.include({ reason: 'slow-reader', endedBy: 'local' });
    expect(raw.end.channel.destroyed).to.equal(true);
  });

  it('never stops reading at the tail: if both ends did, neither would ever go on', () => {
    const raw = rawHead();
    raw.end.channel.block();
    for (let count = 0; count < 40; count++) watch(raw.end.session.ask('a', new Uint8Array(64 * KIB)));
    raw.env.settle();
    expect(raw.end.channel.paused).to.equal(false);
  });

  it('gives every stream its turn when the network is slow', () => {
    const raw = welcomedTail({ bulk: () => range(0, 12).pipe(map(() => new Uint8Array(64 * KIB))), wait: () => NEVER });
    raw.end.channel.block();
    raw.say(requestStream(1, 'bulk', 100), requestStream(3, 'bulk', 100));
    for (let round = 0; round < 3; round++) {
      raw.end.channel.unblock();
      raw.end.channel.block();
      raw.env.settle();
    }
    const streams = framesOf(raw.end.channel.writes)
      .flatMap((frame) => (frame.type === 'PAYLOAD' ? [frame.stream] : []));
    expect(new Set(streams)).to.deep.equal(new Set([1, 3]));
  });
});
