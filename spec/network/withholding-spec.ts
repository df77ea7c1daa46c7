// Who is left out: a neighbour that holds another map three times in a row and will not say in what it differs.
import { expect } from 'chai';
import { beatHeard, linkClosed, NOT_WITHHOLDING, withheldBy } from '../../lib/network/withholding.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';

const [anna, ben] = [nodeIdFrom('anna'), nodeIdFrom('ben')];

const after = (...outcomes: readonly ('same' | 'differs' | 'withheld')[]): readonly string[] =>
  withheldBy(outcomes.reduce((state, outcome) => beatHeard(state, anna, outcome), NOT_WITHHOLDING));

describe('withholding', () => {
  it('takes three beats in a row', () => {
    expect(after('withheld', 'withheld')).to.deep.equal([]);
    expect(after('withheld', 'withheld', 'withheld')).to.deep.equal([anna]);
    expect(after('withheld', 'withheld', 'withheld', 'withheld')).to.deep.equal([anna]);
  });

  it('is over with the first beat that agrees, or in which the difference is told', () => {
    expect(after('withheld', 'withheld', 'differs', 'withheld')).to.deep.equal([]);
    expect(after('withheld', 'withheld', 'withheld', 'same')).to.deep.equal([]);
  });

  it('is remembered for each neighbour on its own, and for no one who is none any more', () => {
    const beats = [anna, ben, ben, anna, anna, ben];
    const both = beats.reduce((state, id) => beatHeard(state, id, 'withheld'), NOT_WITHHOLDING);
    expect(withheldBy(both)).to.deep.equal([anna, ben].sort());
    expect(withheldBy(linkClosed(both, anna))).to.deep.equal([ben]);
    expect(linkClosed(linkClosed(both, anna), ben)).to.deep.equal(NOT_WITHHOLDING);
  });
});
