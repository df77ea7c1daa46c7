// The number of a node's last record, on the disk before it is used.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { lastValueFrom, type Observable } from 'rxjs';
import { reserveSeq } from '../../lib/store/reserveSeq.ts';
import { tempFolder } from '../support/tempFolder.ts';

const reserved = (seq$: Observable<number>): Promise<number> => lastValueFrom(seq$, { defaultValue: NaN });

describe('reserveSeq', () => {
  const folder = tempFolder();
  beforeEach(folder.make);
  afterEach(folder.remove);
  const file = folder.path;

  it('gives what was asked for, and has it on the disk by then', async () => {
    expect(await reserved(reserveSeq(file('one'))(1_000))).to.equal(1_000);
    expect(readFileSync(file('one'), 'utf8')).to.match(/^1001 x[0-9a-f]{15}\n$/); // one more, for its last word
  });

  it('gives none twice, in one process or after another', async () => {
    const reserve = reserveSeq(file('two'));
    expect(await reserved(reserve(50))).to.equal(50);
    expect(await reserved(reserve(50))).to.equal(52);
    expect(await reserved(reserve(90))).to.equal(90);
    expect(await reserved(reserveSeq(file('two'))(60))).to.equal(92); // the clock went back
  });

  it('goes by the clock where what is on the disk cannot be read, and where nothing can be written', async () => {
    writeFileSync(file('three'), 'nonsense');
    expect(await reserved(reserveSeq(file('three'))(7))).to.equal(7);
    expect(await reserved(reserveSeq(file('no/such/folder'))(8))).to.equal(8);
    expect(existsSync(file('no'))).to.equal(false);
  });
});
