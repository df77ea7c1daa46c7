// Every decoder, on what reached its ways in long runs, on what was once wrong with it, and on new inputs by chance.
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { foundBefore, reachedBefore } from './corpus.ts';
import { fuzz } from './fuzz.ts';
import { TARGETS } from './targets.ts';

const SEED = 1;

describe('a decoder of what others write', () => {
  const { stackTraceLimit } = Error;
  before(() => (Error.stackTraceLimit = 0)); // errors are what it is about, and stacks most of what they cost
  after(() => (Error.stackTraceLimit = stackTraceLimit));

  for (const target of TARGETS) {
    const { name, short, run } = target;
    it(`of ${name} throws only its own errors, is quick, and returns no more than came and the same again`, () => {
      const before = [...reachedBefore(name), ...foundBefore(name).map(({ bytes }) => bytes)];
      const { findings } = fuzz(target, { seed: SEED, inputs: before.length + short, corpus: before });
      expect(findings.map(({ what, bytes }) => `${what}: ${Buffer.from(bytes).toString('base64')}`)).to.deep.equal([]);
    });

    for (const { what, bytes } of foundBefore(name)) {
      it(`of ${name} is mended where it ${what}`, () => expect(run(bytes).wrong).to.equal(undefined));
    }

    it(`of ${name} has a corpus that reaches several of its ways`, () => {
      expect(existsSync(new URL(`corpus/${name}/reached.ndjson`, import.meta.url))).to.equal(true);
      const kinds = new Set(reachedBefore(name).map((bytes) => run(bytes).kind));
      expect(kinds.size).to.be.greaterThan(1);
    });
  }
});
