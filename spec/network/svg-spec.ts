// The picture of the network: what a person can see in it, and that all of it is within its frame.
import { expect } from 'chai';
import fc from 'fast-check';
import { CIRCLE_NODES_MAX, layout } from '../../lib/network/layout.ts';
import type { NetworkReport, ReportedNode } from '../../lib/network/networkReport.ts';
import type { Verdict } from '../../lib/network/survey.ts';
import { svg } from '../../lib/network/svg.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';

const VERDICTS: readonly Verdict[] = ['up', 'suspect', 'down', 'lost', 'left', 'expired'];

const node = (number: number, more: Partial<ReportedNode> = {}): ReportedNode => ({
  id: nodeIdFrom(`node ${number}`), label: `node-${number}`, addresses: [`10.0.0.${number}:7000`], verdict: 'up',
  seq: 1, equivocal: false, ...more,
});

/** Everybody dials the next so many. */
const ring = (count: number, heads: number, more: Partial<ReportedNode> = {}): NetworkReport => {
  const nodes = Array.from({ length: count }, (_, number) => node(number, more));
  const edges = nodes.flatMap(({ id }, at) => Array.from({ length: Math.min(heads, count - 1) }, (_, by) =>
    ({ tail: id, head: nodes[(at + by + 1) % count]?.id ?? id, denied: false })));
  return {
    digest: 'ab'.repeat(32), at: '2026-01-01T00:00:00.000Z', nodes, edges,
    agreement: { proven: true, since: null, radius: 1, share: 1, excluded: [], manyExcluded: false },
  };
};

const numbers = (text: string): readonly number[] =>
  [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([one]) => Number(one));
const boxOf = (picture: string): readonly number[] => numbers(/viewBox="([^"]+)"/.exec(picture)?.[1] ?? '');
const placesIn = (picture: string): readonly (readonly number[])[] =>
  [...picture.matchAll(/<g><title>[^<]*<\/title><g transform="translate\(([^)]+)\)">/g)]
    .map(([, at = '']) => numbers(at));
const captionsIn = (picture: string): readonly { x: number; anchor: string; text: string }[] =>
  [...picture.matchAll(/<text x="([^"]+)" y="[^"]+" text-anchor="(\w+)">([^<]*)</g)]
    .map(([, x, anchor = '', text = '']) => ({ x: Number(x), anchor, text: text.replace(/&\w+;/g, '.') }));

describe('the picture of the network', () => {
  it('shows what is thought of a node by its shape and in words, and explains both', () => {
    const nodes = VERDICTS.map((verdict, at) => node(at, { verdict }));
    const picture = svg({ ...ring(6, 1), nodes });
    for (const verdict of VERDICTS) {
      expect(picture).to.contain(`class="${verdict}"`);
      if (verdict !== 'up') expect(picture).to.contain(`(${verdict})</text>`).and.to.contain(`>${verdict}: `);
    }
    expect(picture).to.contain('from who dialled to who accepted').and.to.not.contain('that its head denies');
    const denied = ring(3, 1).edges.map((edge) => ({ ...edge, denied: true }));
    expect(svg({ ...ring(3, 1), edges: denied })).to.contain('that its head denies');
    expect(svg(ring(1, 0))).to.not.contain('who dialled');
  });

  it('keeps nodes apart from each other, and all of them with their captions within the frame', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 8 }), fc.string({ maxLength: 60 }),
      (count, heads, label) => {
        const picture = svg(ring(count, heads, { label, verdict: 'suspect' }));
        const [left = 0, top = 0, width = 0, height = 0] = boxOf(picture);
        const places = placesIn(picture);
        expect(places).to.have.length(count);
        for (const [x = 0, y = 0] of places) {
          expect(x).to.be.within(left + 10, left + width - 10);
          expect(y).to.be.within(top + 10, top + height - 10);
        }
        for (const { x, anchor, text } of captionsIn(picture)) {
          const wide = text.length * 6.6;
          const begin = anchor === 'start' ? x : anchor === 'middle' ? x - wide / 2 : x - wide;
          expect([begin >= left, begin + wide <= left + width], text).to.deep.equal([true, true]);
        }
      }), { numRuns: 40 }));

  it('lays nodes out a node apart at least, however many edges pull them', () => {
    for (const [count, heads] of [[5, 4], [30, 8], [100, 3], [100, 8]] as const) {
      const report = ring(count, heads);
      const ids = report.nodes.map(({ id }) => id);
      const points = layout(count, report.edges.map(({ tail, head }) => [ids.indexOf(tail), ids.indexOf(head)]));
      const nearest = points.flatMap(({ x, y }, at) =>
        points.slice(at + 1).map((other) => Math.hypot(x - other.x, y - other.y)));
      expect(Math.min(...nearest), `${count} nodes`).to.be.above(20);
    }
  });

  it('draws parts without an edge between them beside each other', () => {
    const fives = Array.from({ length: 40 }, (_, at) => [at, at - (at % 5) + ((at + 1) % 5)] as const);
    for (const { x, y } of layout(40, fives)) expect(Math.hypot(x, y)).to.be.below(1_200);
  });

  it('puts few nodes on a circle in the order of their ids, and is the same each time', () => {
    const [first, second] = layout(CIRCLE_NODES_MAX, []);
    expect(Math.hypot(first?.x ?? 0, first?.y ?? 0)).to.be.closeTo(Math.hypot(second?.x ?? 0, second?.y ?? 0), 0.001);
    expect(svg(ring(40, 3))).to.equal(svg(ring(40, 3)));
  });

  it('bends an edge and its reverse apart', () => {
    const { nodes, ...rest } = ring(2, 1);
    const [a, b] = nodes.map(({ id }) => id);
    const edges = [{ tail: a ?? '', head: b ?? '', denied: false }, { tail: b ?? '', head: a ?? '', denied: false }];
    const bends = [...svg({ ...rest, nodes, edges }).matchAll(/Q(\S+) (\S+) /g)].map(([, x]) => Number(x));
    expect(Math.abs((bends[0] ?? 0) - (bends[1] ?? 0))).to.be.above(20);
  });

  it('has something to show when nobody is there', () => {
    const picture = svg({ ...ring(1, 0), nodes: [], edges: [] });
    expect(picture).to.contain('0 nodes, 0 edges').and.to.not.contain('NaN').and.to.not.contain('Infinity');
  });
});
