// What pushes nodes apart: the crowd by its middle, and nearly as exactly as one by one.
import { expect } from 'chai';
import { arrangement } from '../../../lib/dashboard/layout/arrangement.ts';
import { quadTree } from '../../../lib/dashboard/layout/quadTree.ts';
import { repel } from '../../../lib/dashboard/layout/repel.ts';
import { sfc32 } from '../../../lib/sfc32.ts';

const scattered = (count: number) => {
  const [graph, random] = [arrangement(count, new Int32Array(0)), sfc32(7)];
  for (let node = 0; node < count; node++) [graph.x[node], graph.y[node]] = [1_000 * random(), 1_000 * random()];
  return graph;
};

/** Each by each, as slowly as one likes. */
const pushesOneByOne = ({ count, x, y }: ReturnType<typeof scattered>, node: number): readonly [number, number] => {
  let [byX, byY] = [0, 0];
  for (let other = 0; other < count; other++) {
    const [dx, dy] = [(x[node] ?? 0) - (x[other] ?? 0), (y[node] ?? 0) - (y[other] ?? 0)];
    const away = dx * dx + dy * dy;
    if (away > 0) [byX, byY] = [byX + (dx * 700) / Math.max(away, 36), byY + (dy * 700) / Math.max(away, 36)];
  }
  return [byX, byY];
};

describe('repel', () => {
  it('pushes as each node would by itself, within a tenth', () => {
    const graph = scattered(300);
    repel(graph, 1);
    const errors = Array.from({ length: 300 }, (_, node) => {
      const [byX, byY] = pushesOneByOne(graph, node);
      return Math.hypot((graph.vx[node] ?? 0) - byX, (graph.vy[node] ?? 0) - byY) / Math.hypot(byX, byY);
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).to.be.lessThan(0.1);
  });

  it('loses nobody: the root of the tree weighs as much as all, in their middle', () => {
    const graph = scattered(300);
    const tree = quadTree(graph);
    const mean = (all: Float64Array): number => all.reduce((sum, value) => sum + value, 0) / all.length;
    expect(tree.mass[1]).to.equal(300);
    expect(tree.x[1]).to.be.closeTo(mean(graph.x), 1e-6);
    expect(tree.y[1]).to.be.closeTo(mean(graph.y), 1e-6);
  });

  it('bears a thousand nodes at one place', () => {
    const graph = arrangement(1_000, new Int32Array(0));
    repel(graph, 1);
    expect([...graph.vx].every(Number.isFinite)).to.equal(true);
  });
});
