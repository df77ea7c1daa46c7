// Drawing addresses over groups: what counts is groups, and not addresses.
import { expect } from 'chai';
import fc from 'fast-check';
import { groupOf } from '../lib/group.ts';
import { overGroups } from '../lib/overGroups.ts';
import { sfc32 } from '../lib/sfc32.ts';

const at = (endpoint: string) => ({ endpoint });
const none = (): number => 0;
const many = (group: number, count: number) =>
  Array.from({ length: count }, (_, host) => at(`41.${group}.${host >> 8}.${host & 255}:7000`));

describe('overGroups', () => {
  it('draws a group of one as often as a group of a thousand', () => {
    const random = sfc32(1);
    const found = [...many(1, 1_000), ...many(2, 1), ...many(3, 1), ...many(4, 1)];
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 800; draw++) {
      const [one] = overGroups([found], { count: 1, perGroup: 1, taken: none }, random);
      const group = groupOf(one?.endpoint ?? '') ?? '';
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal(['41.1', '41.2', '41.3', '41.4']);
    for (const count of counts.values()) expect(count).to.be.within(140, 260); // 200 and five standard deviations
  });

  it('counts who is connected, and takes addresses in no group each as one of its own', () => {
    const found = [...many(1, 5), ...many(2, 5), at('10.0.0.1:7000'), at('10.0.0.2:7000'), at('[::1]:7000')];
    const taken = (endpoint: string): number => (groupOf(endpoint) === '41.1' ? 1 : 0);
    const chosen = overGroups([found], { count: 9, perGroup: 1, taken }, sfc32(2)).map(({ endpoint }) => endpoint);
    expect(chosen).to.have.length(4).and.to.include.members(['10.0.0.1:7000', '10.0.0.2:7000', '[::1]:7000']);
    expect(chosen.filter((one) => groupOf(one) === '41.2')).to.have.length(1);
  });

  it('uses up the first list before it looks at the next, with one account of groups for both', () => {
    const chosen = overGroups([[...many(1, 2)], [...many(1, 9), ...many(2, 9)]], { count: 3, perGroup: 1, taken: none },
      sfc32(3));
    expect(chosen.map(({ endpoint }) => groupOf(endpoint))).to.deep.equal(['41.1', '41.2']);
  });

  it('never draws more than asked for, nor one address twice, nor more of a group than it may', () =>
    fc.assert(fc.property(
      fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(20)), { selector: ([group, host]) => `${group} ${host}` }),
      fc.nat(12), fc.integer({ min: 1, max: 3 }), fc.nat(),
      (pairs, count, perGroup, seed) => {
        const found = pairs.map(([group, host]) => at(`41.${group}.0.${host}:7000`));
        const chosen = overGroups([found], { count, perGroup, taken: none }, sfc32(seed));
        const groups = chosen.map(({ endpoint }) => groupOf(endpoint));
        const sizes = [0, 1, 2, 3].map((group) => found.filter(({ endpoint }) => groupOf(endpoint) === `41.${group}`));
        const most = sizes.reduce((sum, { length }) => sum + Math.min(length, perGroup), 0);
        expect(chosen).to.have.length(Math.min(count, most));
        expect(new Set(chosen).size).to.equal(chosen.length);
        for (const group of groups) expect(groups.filter((one) => one === group).length).to.be.at.most(perGroup);
      },
    )));
});
