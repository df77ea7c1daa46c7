// The reader of Prometheus' text is only worth something if it refuses what Prometheus would.
import { expect } from 'chai';
import { promFamilies, PromError } from './promText.ts';

const HEAD = '# HELP a_total x\n# TYPE a_total counter\n';
const HISTOGRAM = '# HELP h x\n# TYPE h histogram\n';

describe('promFamilies', () => {
  it('reads names, labels and values', () =>
    expect(promFamilies(`${HEAD}a_total{l="q\\"\\\\\\n",m="2"} 1.5e3\n`)[0]?.samples)
      .to.deep.equal([{ name: 'a_total', labels: { l: 'q"\\\n', m: '2' }, value: 1_500 }]));

  for (const [what, text] of [
    ['no end of line', `${HEAD}a_total 1`],
    ['a sample without a family', 'a_total 1\n'],
    ['a type without help', '# TYPE a_total counter\na_total 1\n'],
    ['a family in two places', `${HEAD}a_total 1\n# HELP b x\n# TYPE b gauge\nb 1\n${HEAD}`],
    ['a sample twice', `${HEAD}a_total{x="1"} 1\na_total{x="1"} 2\n`],
    ['a sample in another family', `${HEAD}b 1\n`],
    ['a quote that is not escaped', `${HEAD}a_total{l="a"b"} 1\n`],
    ['a backslash that escapes nothing', `${HEAD}a_total{l="a\\x"} 1\n`],
    ['a label twice', `${HEAD}a_total{l="a",l="b"} 1\n`],
    ['a value that is none', `${HEAD}a_total one\n`],
    ['a counter below zero', `${HEAD}a_total -1\n`],
    ['a counter that is not called so', '# HELP a x\n# TYPE a counter\na 1\n'],
    ['a histogram without +Inf', `${HISTOGRAM}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
    ['a histogram that falls', `${HISTOGRAM}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`],
    ['a histogram that counts otherwise', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`],
    ['a histogram without a sum', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_count 1\n`],
  ] as const) {
    it(`refuses ${what}`, () => expect(() => promFamilies(text)).to.throw(PromError));
  }
});
