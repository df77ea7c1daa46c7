// What a handler makes on demand: no more of it is made than can be sent.
import { expect } from 'chai';
import { framesOf, request, requestStream, welcomedTail, type Raw } from '../support/rawEnd.ts';
import { bytesOf, greeted, watch } from '../support/sessionPair.ts';

const KIB = 1_024;

const repliesIn = (raw: Raw): readonly string[] =>
  framesOf(raw.end.channel.writes).flatMap((frame) => {
    if (frame.type === 'ERROR') return [Buffer.from(frame.data).toString()];
    if (frame.type !== 'PAYLOAD' || frame.stream !== 3) return [];
    return [`${Buffer.from(frame.data).toString()}${frame.complete ? '|' : ''}`];
  });

describe('what a handler makes on demand', () => {
  let made = 0;
  let isOver = false;
  beforeEach(() => {
    made = 0;
    isOver = false;
  });

  function* numbers(end: number, bytes?: number): Generator<Uint8Array> {
    try {
      for (; made < end; made++) yield bytes === undefined ? bytesOf(String(made)) : new Uint8Array(bytes);
    } finally {
      isOver = true;
    }
  }
  async function* later(end: number): AsyncGenerator<Uint8Array> {
    for (const one of numbers(end)) yield await Promise.resolve(one);
  }
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };

  it('is made as credits come, and not before', () => {
    const raw = welcomedTail({ numbers: () => numbers(1_000_000) });
    raw.say(requestStream(3, 'numbers', 2));
    expect(repliesIn(raw)).to.deep.equal(['0', '1']);
    expect(made).to.equal(1); // a generator stands where it has yielded
    raw.say({ type: 'REQUEST_N', stream: 3, credits: 3 });
    expect(repliesIn(raw)).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(isOver).to.equal(false);
  });

  it('ends the stream when there is no more', () => {
    const raw = welcomedTail({ numbers: () => numbers(2) });
    raw.say(requestStream(3, 'numbers', 9));
    expect(repliesIn(raw)).to.deep.equal(['0', '1', '|']);
  });

  it('lets a generator tidy up when it is cancelled', () => {
    const raw = welcomedTail({ numbers: () => numbers(9) });
    raw.say(requestStream(3, 'numbers', 1));
    expect(isOver).to.equal(false);
    raw.say({ type: 'CANCEL', stream: 3 });
    expect(isOver).to.equal(true);
    expect(raw.end.endings).to.deep.equal([]);
  });

  it('waits for the network, however many credits there are', () => {
    const raw = welcomedTail({ bulk: () => numbers(1_000, 64 * KIB) });
    raw.end.channel.block();
    raw.say(requestStream(3, 'bulk', 2_000));
    expect(made).to.be.at.most(4); // 256 KiB
    raw.end.channel.unblock();
    raw.env.settle();
    expect(made).to.equal(1_000);
    expect(isOver).to.equal(true);
  });

  it('errors when the generator throws, after what was sent', () => {
    function* broken(): Generator<Uint8Array> {
      yield bytesOf('1');
      throw new Error('broke');
    }
    const raw = welcomedTail({ broken: () => broken() });
    raw.say(requestStream(3, 'broken', 9));
    const [first, error] = repliesIn(raw);
    expect([first, JSON.parse(error ?? '')]).to.deep.equal(['1', { code: 'failed', message: 'broke' }]);
  });

  it('does the same for values that come later', async () => {
    const raw = welcomedTail({ numbers: () => later(4) });
    raw.say(requestStream(3, 'numbers', 2));
    await turns();
    raw.env.settle();
    expect([repliesIn(raw), made]).to.deep.equal([['0', '1'], 1]);
    raw.say({ type: 'REQUEST_N', stream: 3, credits: 9 });
    await turns();
    raw.env.settle();
    expect(repliesIn(raw)).to.deep.equal(['0', '1', '2', '3', '|']);
  });

  it('answers one question with its first value, and is told no more than it is asked', async () => {
    const { env, tail } = greeted({ numbers: () => numbers(9), later: () => later(9) });
    const told = [watch(tail.session.ask('numbers', bytesOf(''))), watch(tail.session.ask('later', bytesOf('')))];
    env.settle();
    await turns();
    env.settle();
    expect(told.map(({ values, completed }) => [values, completed])).to.deep.equal([[['0'], 1], [['0'], 1]]);
    expect(isOver).to.equal(true);
  });

  it('is made to its end for whoever wants no answer', () => {
    const raw = welcomedTail({ numbers: () => numbers(3) });
    raw.say(request('REQUEST_FNF', 3, 'numbers'));
    expect([made, isOver, repliesIn(raw)]).to.deep.equal([3, true, []]);
  });
});
