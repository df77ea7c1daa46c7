// Which commands of two policies count as the same one, and what is said of the others.
import { expect } from 'chai';
import { ban, dial, save, type Command } from '../../lib/command.ts';
import { Comparison, type PolicyDifference, type Side } from '../../lib/recording/comparison.ts';

const given = (side: Side, at: number, command: Command, by = 'mine'): PolicyDifference => ({ at, side, by, command });
const counts = ({ report: { same, onlyLive, onlyCandidate } }: Comparison): readonly number[] =>
  [same, onlyLive, onlyCandidate];

describe('a comparison', () => {
  it('takes the same command within the tolerance for the same, whoever was first', () => {
    const comparison = new Comparison();
    comparison.given(given('live', 0, save()));
    comparison.given(given('candidate', 1_000, save()));
    comparison.given(given('candidate', 5_000, dial('10.0.0.1:1')));
    comparison.given(given('live', 5_999, dial('10.0.0.1:1')));
    expect(counts(comparison)).to.deep.equal([2, 0, 0]);
    expect(comparison.report.exactUntil).to.equal(undefined);
  });

  it('takes them for two differences one millisecond later', () => {
    const comparison = new Comparison({ toleranceMs: 1_000 });
    comparison.given(given('live', 0, save()));
    comparison.given(given('candidate', 1_001, save()));
    comparison.finish();
    expect(counts(comparison)).to.deep.equal([0, 1, 1]);
    expect(comparison.report.exactUntil).to.equal(0);
    expect(comparison.report.differences.map(({ side, at }) => [side, at])).to.deep.equal(
      [['live', 0], ['candidate', 1_001]]);
  });

  it('pairs every command once', () => {
    const comparison = new Comparison();
    for (let count = 0; count < 3; count++) comparison.given(given('live', 0, save()));
    comparison.given(given('candidate', 0, save()));
    comparison.finish();
    expect(counts(comparison)).to.deep.equal([1, 2, 0]);
  });

  it('does not mind in which order fields were written, and minds every value and the policy', () => {
    const comparison = new Comparison();
    comparison.given(given('live', 0, ban('x', { forMs: 1, reason: 'r' })));
    comparison.given(given('candidate', 0, { reason: 'r', forMs: 1, subject: 'x', type: 'ban' }));
    comparison.given(given('live', 0, ban('x', { forMs: 2, reason: 'r' })));
    comparison.given(given('candidate', 0, ban('x', { forMs: 3, reason: 'r' })));
    comparison.given(given('live', 0, save(), 'one'));
    comparison.given(given('candidate', 0, save(), 'other'));
    comparison.finish();
    expect(counts(comparison)).to.deep.equal([1, 2, 2]);
  });

  it('tells of a difference when the time for its counterpart is up, counts all and keeps the first', () => {
    const told: PolicyDifference[] = [];
    const comparison = new Comparison({ differencesMax: 2, onDifference: (difference) => told.push(difference) });
    for (let count = 0; count < 5; count++) comparison.given(given('candidate', count, dial(`10.0.0.${count}:1`)));
    comparison.settle(1_000);
    expect(told).to.deep.equal([]);
    comparison.settle(1_002);
    expect(told.map(({ at }) => at)).to.deep.equal([0, 1]);
    comparison.finish();
    expect(told).to.have.length(5);
    expect(comparison.report.differences).to.have.length(2);
    expect(comparison.report.onlyCandidate).to.equal(5);
  });

  it('holds no more than ten thousand that wait', () => {
    const comparison = new Comparison();
    for (let count = 0; count < 10_005; count++) comparison.given(given('live', 0, dial(`10.0.0.1:${count}`)));
    expect(counts(comparison)).to.deep.equal([0, 5, 0]);
  });
});
