// A connection whose node stops: what is being answered gets its answer, nothing more is taken on, and it ends in time.
import { expect } from 'chai';
import { concat, NEVER, of, range, map, Subject } from 'rxjs';
import type { Handler } from '../../lib/peer.ts';
import { REFUSALS_MAX } from '../../lib/wire/sessionLimits.ts';
import { bytesOf, greeted, watch, type Pair } from '../support/sessionPair.ts';

const GRACE_MS = 5_000;
const stopping = { reason: 'stopping', retryAfterMs: 1_000 } as const;

describe('a session that leaves', () => {
  let answer$: Subject<Uint8Array>;
  beforeEach(() => {
    answer$ = new Subject();
  });

  const slow: Handler = () => answer$;
  const leaving = (pair: Pair): void => {
    pair.head.session.leave(stopping, GRACE_MS);
    pair.env.settle();
  };
  const endings = ({ tail, head, env }: Pair): readonly (string | undefined)[] => {
    env.advance(100);
    return [head.endings[0]?.endedBy, tail.endings[0]?.reason, tail.endings[0]?.endedBy];
  };
  const ended = ['local', 'stopping', 'remote'];
  const notEnded = [undefined, undefined, undefined];

  it('goes at once when nothing is being answered', () => {
    const pair = greeted();
    leaving(pair);
    expect(endings(pair)).to.deep.equal(ended);
    expect(pair.tail.endings[0]?.retryAfterMs).to.equal(1_000);
    expect(pair.env.timers).to.equal(0);
  });

  it('gives the answers that it owes, and then goes', () => {
    const pair = greeted({ slow });
    const [one, two] = [1, 2].map(() => watch(pair.tail.session.ask('slow', bytesOf(''))));
    pair.env.settle();
    leaving(pair);
    expect(endings(pair)).to.deep.equal(notEnded);
    answer$.next(bytesOf('late'));
    pair.env.settle();
    expect([one, two].map((asked) => [asked?.values, asked?.errors])).to.deep.equal([[['late'], []], [['late'], []]]);
    expect(endings(pair)).to.deep.equal(ended);
    expect(pair.env.timers).to.equal(0);
  });

  it('carries out what it was told', () => {
    const pair = greeted({ slow });
    pair.tail.session.tell('slow', bytesOf(''));
    pair.env.settle();
    leaving(pair);
    expect(endings(pair)).to.deep.equal(notEnded);
    answer$.complete();
    expect(endings(pair)).to.deep.equal(ended);
  });

  it('goes when its time is over, whatever it still owes', () => {
    const pair = greeted({ slow });
    const asked = watch(pair.tail.session.ask('slow', bytesOf('')));
    pair.env.settle();
    leaving(pair);
    pair.env.advance(GRACE_MS - 200);
    expect(endings(pair)).to.deep.equal(notEnded);
    pair.env.advance(100);
    expect(endings(pair)).to.deep.equal(ended);
    expect(asked.errors[0]).to.include({ code: 'closed' });
    expect(answer$.observed).to.equal(false);
  });

  it('refuses what it is asked from now on, and says when to come back, however often', () => {
    const pair = greeted({ slow });
    watch(pair.tail.session.ask('slow', bytesOf('')));
    pair.env.settle();
    leaving(pair);
    const late: Error[] = [];
    for (let count = 0; count <= REFUSALS_MAX; count++) {
      const { errors } = watch(pair.tail.session.ask('slow', bytesOf('')));
      pair.env.settle();
      late.push(...errors);
    }
    expect(late).to.have.length(REFUSALS_MAX + 1);
    for (const error of late) expect(error).to.include({ code: 'rejected', retryAfterMs: 1_000 });
    expect(endings(pair)).to.deep.equal(notEnded);
  });

  it('still answers what the protocol asks, and waits for none of it', () => {
    const pair = greeted({ slow, 'millrace.beat': ({ data }) => of(data), 'millrace.watch': () => NEVER });
    watch(pair.tail.session.request('millrace.watch', bytesOf('')));
    watch(pair.tail.session.ask('slow', bytesOf('')));
    pair.env.settle();
    leaving(pair);
    const beat = watch(pair.tail.session.ask('millrace.beat', bytesOf('b')));
    pair.env.settle();
    expect(beat.values).to.deep.equal(['b']);
    answer$.next(bytesOf('late'));
    expect(endings(pair)).to.deep.equal(ended);
  });

  it('delivers what a stream has said, and waits for no more of it', () => {
    const pair = greeted({ many: () => concat(range(1, 6).pipe(map((n) => bytesOf(String(n)))), NEVER) });
    const more$ = new Subject<number>();
    const asked = watch(pair.tail.session.request('many', bytesOf(''), { credits: 2, more$ }));
    pair.env.settle();
    leaving(pair);
    expect(endings(pair)).to.deep.equal(notEnded);
    more$.next(4);
    pair.env.settle();
    expect(asked.values).to.deep.equal(['1', '2', '3', '4', '5', '6']);
    expect(endings(pair)).to.deep.equal(ended);
  });

  it('does not say its goodbye before an answer that waits for the network', () => {
    const large = new Uint8Array(900 * 1_024);
    const pair = greeted({ slow });
    const asked = Array.from({ length: 4 }, () => watch(pair.tail.session.ask('slow', bytesOf(''))));
    pair.env.settle();
    leaving(pair);
    pair.head.channel.block();
    answer$.next(large);
    expect(endings(pair)).to.deep.equal(notEnded);
    pair.head.channel.unblock();
    pair.env.settle();
    expect(asked.map(({ values, errors }) => [values.length, errors.length])).to.deep.equal(asked.map(() => [1, 0]));
    expect(endings(pair)).to.deep.equal(ended);
  });

  it('is over when the other side ends it', () => {
    const pair = greeted({ slow });
    watch(pair.tail.session.ask('slow', bytesOf('')));
    pair.env.settle();
    leaving(pair);
    pair.tail.session.goodbye({ reason: 'dropped' });
    pair.env.advance(3_000);
    expect(pair.head.endings.map(({ reason }) => reason)).to.deep.equal(['dropped']);
    expect(pair.env.timers).to.equal(0);
  });
});
