// Points that fade.
import { expect } from 'chai';
import { Scores } from '../lib/scores.ts';

describe('scores', () => {
  it('add up, and are halved in a half-life', () => {
    const scores = new Scores({ halfLifeMs: 1_000, keysMax: 2 });
    expect(scores.add('a', 8, 0)).to.equal(8);
    expect(scores.of('a', 1_000)).to.equal(4);
    expect(scores.add('a', 1, 2_000)).to.equal(3);
    expect([scores.of('b', 0), scores.size]).to.deep.equal([0, 1]);
  });

  it('forget whose last points are longest ago when there is no more room', () => {
    const scores = new Scores({ halfLifeMs: 1_000, keysMax: 2 });
    for (const key of ['a', 'b', 'a', 'c']) scores.add(key, 1, 0);
    expect(['a', 'b', 'c'].map((key) => scores.of(key, 0))).to.deep.equal([2, 0, 1]);
  });

  it('forget whom they are told to', () => {
    const scores = new Scores({ halfLifeMs: 1_000, keysMax: 2 });
    scores.add('a', 1, 0);
    scores.forget('a');
    expect([scores.of('a', 0), scores.size]).to.deep.equal([0, 0]);
  });
});
