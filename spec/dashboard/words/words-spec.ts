// Small words of the dashboard: figures, times, names.
import { expect } from 'chai';
import { bytes } from '../../../lib/dashboard/words/bytes.ts';
import { clockTime } from '../../../lib/dashboard/words/clockTime.ts';
import { labelText, nameOf } from '../../../lib/dashboard/words/nodeWords.ts';
import { sentenceText } from '../../../lib/dashboard/words/sentenceText.ts';
import { sparkPoints } from '../../../lib/dashboard/dom/sparkPoints.ts';
import { BRUNO } from '../../support/aPage.ts';

describe('the words of the dashboard', () => {
  it('write bytes with three figures', () =>
    expect([0, 999, 1_000, 12_345, 999_499, 999_501, 1_234_567, 5e15].map(bytes)).to.deep.equal([
      '0 B',
      '999 B',
      '1.0 kB',
      '12.3 kB',
      '999 kB',
      '1.0 MB',
      '1.2 MB',
      '5000 TB',
    ]));

  it('write the time of day, with the day when it is another one, and nothing for no time', () => {
    const noon = new Date(2026, 10, 25, 12, 3, 4).getTime();
    expect(clockTime(noon, noon)).to.equal('12:03:04');
    expect(clockTime(noon, noon + 86_400_000)).to.equal('2026-11-25 12:03:04');
    expect(clockTime('', noon)).to.equal('');
  });

  it('call a node by its label, or by the beginning of its id', () => {
    expect(nameOf({ id: BRUNO, label: 'bruno' })).to.equal('bruno');
    expect([nameOf({ id: BRUNO, label: null }), nameOf({ id: BRUNO, label: '' })]).to.deep.equal([
      BRUNO.slice(0, 8),
      BRUNO.slice(0, 8),
    ]);
  });

  it('show letters of any language, and nothing that turns the writing round or hides', () => {
    expect(labelText('Łódź 東京')).to.equal('Łódź 東京');
    expect(labelText('a\u202eb')).to.equal('a\\u{202e}b');
    expect(labelText('a\u0007')).to.equal('a\\u{7}');
    expect(labelText('x'.repeat(40))).to.equal(`${'x'.repeat(31)}…`);
  });

  it('shorten ids in a sentence, and leave its time to the column', () =>
    expect(sentenceText(`12:03:04.512  dial ${BRUNO}@10.0.0.5:7000: ECONNREFUSED`))
      .to.equal(`dial ${BRUNO.slice(0, 8)}…@10.0.0.5:7000: ECONNREFUSED`));

  it('draw a line of figures from left to right, the largest on top', () =>
    expect(sparkPoints([0, 10, 5])).to.match(/^44\.5,14\.0 49\.\d,2\.0 54\.0,8\.0$/));
});
