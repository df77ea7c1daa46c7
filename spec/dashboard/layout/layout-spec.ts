// Where the map puts its nodes, and that it leaves them there.
import { expect } from 'chai';
import { layout, type Graph, type Layout } from '../../../lib/dashboard/layout/layout.ts';

const graph = (ids: readonly string[], ...pairs: readonly (readonly [string, string])[]): Graph => ({
  ids,
  links: Int32Array.from(pairs.flat().map((id) => ids.indexOf(id))),
});

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `n${at}`);

/** Everyone has dialled the next three. */
const ring = (ids: readonly string[]): Graph =>
  graph(ids, ...ids.flatMap((id, at) => [1, 2, 3].map((step) => [id, ids[(at + step) % ids.length] ?? ''] as const)));

const TICKS_MAX = 1_000;

const settled = (map: Layout): number => {
  for (let ticks = 0; ticks < TICKS_MAX; ticks++) if (!map.tick()) return ticks;
  throw new Error(`has not come to rest in ${TICKS_MAX} ticks`);
};

const at = (map: Layout, node: number): readonly [number, number] => {
  const places = map.positions();
  return [places[2 * node] ?? NaN, places[2 * node + 1] ?? NaN];
};

const apart = (map: Layout, one: number, other: number): number => {
  const [[x, y], [u, v]] = [at(map, one), at(map, other)];
  return Math.hypot(x - u, y - v);
};

describe('the layout of the map', () => {
  it('comes to rest, with every node at a place of its own', () => {
    const map = layout();
    map.change(ring(names(40)));
    expect(settled(map)).to.be.greaterThan(100);
    for (let node = 1; node < 40; node++) expect(apart(map, 0, node), `n0 and n${node}`).to.be.greaterThan(20);
  });

  it('puts neighbours nearer than strangers', () => {
    const map = layout();
    map.change(ring(names(40)));
    settled(map);
    expect(apart(map, 0, 1)).to.be.lessThan(apart(map, 0, 20) / 2);
  });

  it('is the same for the same graph, every time', () => {
    const places = [1, 2].map(() => {
      const map = layout();
      map.change(ring(names(40)));
      settled(map);
      return [...map.positions()];
    });
    expect(places[0]).to.deep.equal(places[1]);
  });

  it('does not move when the same graph comes again', () => {
    const map = layout();
    map.change(ring(names(40)));
    settled(map);
    const before = [...map.positions()];
    map.change(ring(names(40)));
    expect(map.tick()).to.equal(false);
    expect([...map.positions()]).to.deep.equal(before);
  });

  it('begins with a newcomer beside its neighbours, and moves the others little', () => {
    const map = layout();
    map.change(ring(names(40)));
    settled(map);
    const before = map.positions();
    const { ids, links } = ring(names(40));
    map.change({ ids: [...ids, 'new'], links: Int32Array.of(...links, 40, 7, 40, 8) });
    expect(apart(map, 40, 7)).to.be.lessThan(150);
    settled(map);
    const after = map.positions();
    const moved = names(40).map((_, node) =>
      Math.hypot(
        (after[2 * node] ?? 0) - (before[2 * node] ?? 0),
        (after[2 * node + 1] ?? 0) - (before[2 * node + 1] ?? 0),
      ),
    );
    const size = Math.max(...before) - Math.min(...before);
    expect(Math.max(...moved)).to.be.lessThan(size / 8);
  });

  it('keeps everybody where they are when the list comes in another order', () => {
    const map = layout();
    map.change(ring(names(10)));
    settled(map);
    const [x, y] = at(map, 3);
    const turned = names(10).toReversed();
    const { ids, links } = ring(names(10));
    map.change({ ids: turned, links: links.map((node) => turned.indexOf(ids[node] ?? '')) });
    expect(at(map, 6)).to.deep.equal([x, y]);
  });

  it('draws two parts that no edge joins apart', () => {
    const map = layout();
    map.change(graph(['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd']));
    settled(map);
    expect(apart(map, 0, 2)).to.be.greaterThan(apart(map, 0, 1));
  });

  it('holds a node where the hand has it, until it lets go', () => {
    const map = layout();
    map.change(ring(names(10)));
    settled(map);
    map.hold('n4', { x: 900, y: -900 });
    for (let ticks = 0; ticks < 20; ticks++) map.tick();
    expect(at(map, 4)).to.deep.equal([900, -900]);
    map.hold('n4', undefined);
    settled(map);
    expect(at(map, 4)[0]).to.be.lessThan(900);
  });

  it('bears nobody, one node, many at one place, and an edge to oneself', () => {
    for (const one of [graph([]), graph(['a']), graph(['a'], ['a', 'a']), graph(names(30))]) {
      const map = layout();
      map.change(one);
      settled(map);
      expect([...map.positions()].every(Number.isFinite)).to.equal(true);
    }
  });
});
