// Every example in the comments of what is exported compiles, against what is exported.
import { expect } from 'chai';
import { examples, faultsIn, internalExports } from '../support/examples.ts';

describe('the examples in comments', function () {
  this.timeout(60_000); // a compiler looks at all of lib/

  it('are not of what only this package may use', () => expect(internalExports()).to.deep.equal([]));

  it('compile', () => {
    const all = examples();
    expect(all.length).to.be.greaterThan(100);
    const wrong = { file: 'wrong', code: 'dial(7)' }; // and the compiler does look
    expect(faultsIn([...all, wrong]).map((fault) => fault.split('\n')[0])).to.deep.equal(
      ["wrong: Argument of type 'number' is not assignable to parameter of type 'string'."]);
  });
});
