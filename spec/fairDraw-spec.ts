// Two kinds of addresses that take turns.
import { expect } from 'chai';
import { fairDraw } from '../lib/fairDraw.ts';
import { groupOf } from '../lib/group.ts';
import { sfc32 } from '../lib/sfc32.ts';

const at = (endpoint: string) => ({ endpoint });
const of = (first: number, count: number) =>
  Array.from({ length: count }, (_, group) => at(`${first}.${group}.0.1:7000`));
const wanted = (count: number) => ({ count, perGroup: 1, taken: () => 0 });
const kinds = (chosen: readonly { readonly endpoint: string }[]): string[] =>
  chosen.map(({ endpoint }) => endpoint.slice(0, 2));

describe('fairDraw', () => {
  const [known, few, many] = [of(41, 3), of(42, 2), of(71, 200)];

  it('takes what comes first, and half of the rest from either, however many there are', () => {
    const drawn = kinds(fairDraw({ first: known, one: few, other: many }, wanted(7), sfc32(1)));
    expect(drawn).to.deep.equal(['41', '41', '41', '42', '42', '71', '71']);
  });

  it('lets a coin say whose an odd one is', () => {
    const odd = Array.from({ length: 200 }, (_, seed) =>
      kinds(fairDraw({ first: [], one: few, other: many }, wanted(1), sfc32(seed)))[0]);
    expect(odd.filter((kind) => kind === '42').length).to.be.within(65, 135); // 100 and five standard deviations
  });

  it('takes from one what the other has no more of', () => {
    expect(kinds(fairDraw({ first: [], one: few, other: many }, wanted(6), sfc32(1))))
      .to.deep.equal(['42', '42', '71', '71', '71', '71']);
    expect(kinds(fairDraw({ first: [], one: many, other: few }, wanted(6), sfc32(1))).sort())
      .to.deep.equal(['42', '42', '71', '71', '71', '71']);
    expect(kinds(fairDraw({ first: [], one: [], other: few }, wanted(6), sfc32(1)))).to.deep.equal(['42', '42']);
  });

  it('keeps one account of groups for all, and draws nothing twice', () => {
    const same = [at('71.0.0.2:7000'), at('71.1.0.2:7000'), at('10.0.0.1:7000')];
    for (let seed = 0; seed < 50; seed++) {
      const drawn = fairDraw({ first: [], one: same, other: of(71, 4) }, wanted(9), sfc32(seed));
      const groups = drawn.map(({ endpoint }) => groupOf(endpoint) ?? endpoint);
      expect(new Set(groups).size).to.equal(groups.length);
      expect(groups).to.have.members(['71.0', '71.1', '71.2', '71.3', '10.0.0.1:7000']);
    }
  });
});
