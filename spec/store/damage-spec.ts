// Files of a data folder that a crash has cut off or a disk has changed: the node starts, is who it was, and says so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FILES, flipsOf, judge, prefixesOf, sample, wholeFolder, type Whole } from '../torture/damage.ts';

/** All of them are gone through by `npm run torture:disk`. */
const CASES = 4;

describe('a data folder with one damaged file', function () {
  this.timeout(60_000);
  let whole: Whole;
  before(async () => (whole = await wholeFolder()));
  after(() => whole.remove());

  for (const file of FILES) {
    it(`${file}: starts all the same, wherever it was cut off or a bit has flipped`, async () => {
      const bytes = readFileSync(join(whole.data, file));
      const cases = [
        Buffer.alloc(0), ...sample(prefixesOf(bytes), CASES, 1), ...sample(flipsOf(bytes), CASES, 2),
      ];
      const found = new Set<string>();
      for (const damaged of cases) for (const what of await judge(whole, file, damaged)) found.add(what);
      expect([...found]).to.deep.equal([]);
    });
  }
});
