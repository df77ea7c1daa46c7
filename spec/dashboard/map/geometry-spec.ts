// The geometry of the map: what is seen, what is met, where names stand.
import { expect } from 'chai';
import { curveOf, pointOn } from '../../../lib/dashboard/map/curve.ts';
import { hitAt, nodeTowards } from '../../../lib/dashboard/map/hit.ts';
import { hull } from '../../../lib/dashboard/map/hull.ts';
import type { Point } from '../../../lib/dashboard/layout/place.ts';
import { placed, type Name } from '../../../lib/dashboard/map/labels.ts';
import { parts } from '../../../lib/dashboard/map/parts.ts';
import type { Picture } from '../../../lib/dashboard/map/picture.ts';
import { sceneOf } from '../../../lib/dashboard/map/scene.ts';
import { boundsOf, fitted, START, toMap, toPixels, zoomed } from '../../../lib/dashboard/map/viewport.ts';
import { aNetwork, ANNA } from '../../support/aPage.ts';

const SIZE = { width: 800, height: 600 };
const MARGIN = { top: 50, right: 60, bottom: 70, left: 80 };

describe('the view of the map', () => {
  it('fits all of it between the margins, in the middle', () => {
    const places = Float32Array.of(-1_000, -500, 1_000, 500);
    const bounds = boundsOf(places);
    if (bounds === undefined) throw new Error('no bounds');
    const view = fitted(bounds, SIZE, MARGIN);
    const [first, last] = [toPixels(view, { x: -1_000, y: -500 }), toPixels(view, { x: 1_000, y: 500 })];
    expect([first.x, last.x]).to.deep.equal([80, 740]);
    expect(first.y).to.be.at.least(50);
    expect(last.y).to.be.at.most(530);
    expect(first.y - 50).to.be.closeTo(530 - last.y, 1e-6);
  });

  it('keeps what is under the pointer there while it zooms', () => {
    const around = { x: 300, y: 200 };
    const before = toMap(START, around);
    expect(toPixels(zoomed(START, 1.7, around), before)).to.deep.equal(around);
  });

  it('has nothing to fit when there is nobody', () => expect(boundsOf(new Float32Array(0))).to.equal(undefined));
});

describe('the hand on the map', () => {
  // anna in the middle, bruno to the right, clara below
  const picture: Picture = {
    scene: sceneOf(aNetwork(), ANNA),
    positions: Float32Array.of(0, 0, 200, 0, 0, 150),
    view: { scale: 1, x: 400, y: 300 },
    size: SIZE,
  };

  it('meets a node before an edge, an edge beside none, and else nothing', () => {
    expect(hitAt(picture, { x: 404, y: 303 })).to.deep.equal({ type: 'node', at: 0 });
    expect(hitAt(picture, { x: 500, y: 302 })).to.deep.equal({ type: 'edge', at: 0 });
    expect(hitAt(picture, { x: 700, y: 500 })).to.equal(undefined);
  });

  it('goes from node to node with the arrow keys', () => {
    expect(nodeTowards(picture, 0, { x: 1, y: 0 })).to.equal(1);
    expect(nodeTowards(picture, 0, { x: 0, y: 1 })).to.equal(2);
    expect(nodeTowards(picture, 0, { x: -1, y: 0 })).to.equal(undefined);
  });
});

describe('the line of an edge', () => {
  it('ends at the rim of its head', () =>
    expect(curveOf({ x: 0, y: 0 }, { x: 100, y: 0 }, { isBent: false, rim: 10 }).to).to.deep.equal({ x: 90, y: 0 }));

  it('is bent aside from the one the other way round', () => {
    const there = pointOn(curveOf({ x: 0, y: 0 }, { x: 100, y: 0 }, { isBent: true, rim: 0 }), 0.5);
    const back = pointOn(curveOf({ x: 100, y: 0 }, { x: 0, y: 0 }, { isBent: true, rim: 0 }), 0.5);
    expect(there.y).to.be.closeTo(-back.y, 1e-6);
    expect(Math.abs(there.y)).to.be.greaterThan(4);
  });
});

describe('names on the map', () => {
  const name = (node: number, x: number, y: number): Name => ({ node, at: { x, y }, width: 50, height: 14 });
  const room = { ...SIZE, radius: 8, nodes: [], lines: [] };

  it('stand below their nodes', () =>
    expect(placed([name(0, 100, 100)], room)).to.deep.equal([{ node: 0, x: 100, y: 119 }]));

  it('go elsewhere rather than on each other, and rather than out of the picture', () => {
    const both = placed([name(0, 100, 100), name(1, 110, 100), name(2, 400, 590)], room);
    expect(both.map(({ node, y }) => [node, y < 590 ? y - 100 : y])).to.deep.equal([
      [0, 19],
      [1, -19],
      [2, 471],
    ]);
  });

  it('go where no edge runs through them, or the fewest', () => {
    const to = (x: number, y: number) => [{ x: 100, y: 100 }, { x, y }] as const;
    const place = (...lines: readonly (readonly [Point, Point])[]) =>
      placed([name(0, 100, 100)], { ...room, lines })[0];
    expect(place(to(100, 300))).to.deep.equal({ node: 0, x: 100, y: 81 });
    expect(place(to(100, 300), to(100, 0))).to.deep.equal({ node: 0, x: 137, y: 100 });
    expect(place(to(100, 300), to(100, 0), to(300, 105), to(0, 100), to(300, 95)))
      .to.deep.equal({ node: 0, x: 100, y: 119 });
  });

  it('are left out where there is no room, those that matter most last', () => {
    const crowd = Array.from({ length: 50 }, (_, node) => name(node, 100, 100));
    const shown = placed(crowd, room);
    expect(shown.length).to.be.within(1, 4);
    expect(shown[0]?.node).to.equal(0);
  });

  it('hide no node', () =>
    expect(
      placed([name(0, 100, 100)], {
        ...room,
        nodes: [
          { x: 100, y: 100 },
          { x: 100, y: 120 },
        ],
      }),
    ).to.deep.equal([{ node: 0, x: 100, y: 81 }]));
});

describe('parts and hulls', () => {
  it('find who can be reached from whom', () =>
    expect(
      parts(5, [
        { tail: 3, head: 1 },
        { tail: 1, head: 4 },
      ]),
    ).to.deep.equal([[0], [1, 3, 4], [2]]));

  it('go around the outermost points only', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(hull([...square, { x: 5, y: 5 }, { x: 5, y: 0 }])).to.have.deep.members(square);
  });
});
