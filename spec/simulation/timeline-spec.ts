// The picture of a run: one file without a script, in which the same map has the same colour.
import { expect } from 'chai';
import { simulated, timelinePage, timelineSvg, type Simulated } from '../../lib/testing/index.ts';

const run = (more: object = {}): Simulated =>
  simulated({ nodes: 4, seed: 7, forMs: 30_000, faults: ['churn', 'crash', 'stall'], timeline: true, ...more });

const colours = (svg: string): readonly string[] =>
  [...svg.matchAll(/stroke="(hsl\([^"]*\))"/g)].map(([, hue = '']) => hue);

describe('the picture of a run', function () {
  this.timeout(20_000);

  it('has a row for each node, a band for each fault, and the axis up to the end', () => {
    const found = run();
    const svg = timelineSvg(found);
    for (const name of ['n1', 'n2', 'n3', 'n4', '30s']) expect(svg).to.include(`>${name}<`);
    expect(svg.match(/class="band"/g)).to.have.length(found.plan.faults.length);
    expect(svg.match(/class="held"/g)?.length ?? 0).to.be.above(0);
  });

  it('gives one map one colour, at whichever nodes', () => {
    const svg = timelineSvg(run({ faults: 'none' }));
    expect(new Set(colours(svg)).size).to.equal(colours(svg).length);
    const ends = [...svg.matchAll(/<path d="([^"]*)" stroke="hsl/g)].map(([, path = '']) => path);
    const right = ends.filter((path) => path.split('M').slice(1).some((piece) => {
      const [, x = '0', width = '0'] = /^([\d.]+) [\d.]+h([\d.]+)/.exec(piece) ?? [];
      return Number(x) + Number(width) > 1_161;
    }));
    expect(right).to.have.length(1);
  });

  it('flags what was violated, and says what it was', () => {
    const found = run({ faults: 'none', forMs: 5_000 });
    found.world.report('I4 <phases> only advance', 'accepted became "dialling"', found.world.inhabitants[1]);
    const page = timelinePage(found, 'millrace simulate --nodes 4');
    expect(page.match(/class="flag"/g)).to.have.length(1);
    expect(page).to.include('I4 &lt;phases&gt; only advance').and.to.include('millrace simulate --nodes 4');
    expect(page).to.not.match(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it('is not drawn of a run in which nothing was noted', () =>
    expect(() => timelineSvg(run({ timeline: false, forMs: 1_000 }))).to.throw('timeline: true'));
});
