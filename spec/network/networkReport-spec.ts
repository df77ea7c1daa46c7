// What is said of the network to scripts and to people, with labels by strangers who mean no good.
import { expect } from 'chai';
import fc from 'fast-check';
import { agreement } from '../../lib/network/agreement.ts';
import { dot } from '../../lib/network/dot.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { graphml } from '../../lib/network/graphml.ts';
import { mermaid } from '../../lib/network/mermaid.ts';
import { digestOf, type NetworkMap } from '../../lib/network/networkMap.ts';
import { networkReport, type NetworkReport } from '../../lib/network/networkReport.ts';
import { networkTable } from '../../lib/bin/networkTable.ts';
import { survey } from '../../lib/network/survey.ts';
import { svg } from '../../lib/network/svg.ts';
import { doubt, idOf, mapOf, record } from '../support/networkTown.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const reported = (map: NetworkMap, me = 'anna'): NetworkReport => {
  const seen = survey(map, { me: idOf(me), sweepTime: 0 });
  const digest = hexOf(digestOf(map));
  const reports = (): { digest: string; radius: number; excluded: [] } => ({ digest, radius: 9, excluded: [] });
  const agreed = agreement(undefined, { survey: seen, digest, reports, withheld: [], now: 0 });
  return networkReport(map, { survey: seen, agreement: agreed, now: 1_000 });
};

const town = mapOf([
  record('anna', { seq: 7, addresses: ['203.0.113.9:7000'], out: ['ben', 'cleo', 'nobody'] }),
  record('ben', { out: ['cleo'], label: '' }), record('cleo', { denied: ['ben'], out: ['anna'] }),
]);
const report = reported(town);
const check = schemaCheck('network');

/** What could end a quote, a tag, a line or a terminal's colours, or turn the line around. */
const EVIL = '"]; <script>alert(1)</script> \\" --> x\n\u001b[31m\u202e\'&#quot;`|{}';

const evil = (label: string): NetworkReport =>
  reported(mapOf([record('anna', { label, out: ['ben'] }), record('ben')]));

describe('the report on the network', () => {
  it('has the shape that scripts rely on', () => {
    expect(check(report)).to.deep.equal([]);
    expect(check(networkReport(mapOf([]), { survey: survey(mapOf([]), { sweepTime: 0 }), now: 0 }))).to.deep.equal([]);
    expect(check({ ...report, digest: '' })).to.not.deep.equal([]);
  });

  it('lists nodes by id, and edges by tail and head, those that lead out of the map left out', () => {
    const ids = ['anna', 'ben', 'cleo'].map(idOf);
    expect(report.nodes.map(({ id }) => id)).to.deep.equal([...ids].sort());
    const edges = ['anna ben', 'anna cleo', 'ben cleo denied', 'cleo anna'].map((edge) => edge.split(' '));
    const expected = edges.map(([tail = '', head = '', denied]) =>
      ({ tail: idOf(tail), head: idOf(head), denied: denied !== undefined }));
    expect(report.edges).to.have.deep.members(expected);
    const order = report.edges.map(({ tail, head }) => tail + head);
    expect(order).to.deep.equal([...order].sort());
    expect(report.nodes.find(({ id }) => id === idOf('anna'))).to.deep.equal({
      id: idOf('anna'), label: 'anna', addresses: ['203.0.113.9:7000'], verdict: 'up', seq: 7, equivocal: false,
    });
    expect(report.nodes.find(({ id }) => id === idOf('ben'))?.label).to.equal(null);
  });

  it('says what is known of agreement', () => {
    expect(report.agreement).to.include({ proven: true, since: '1970-01-01T00:00:00.000Z', share: 1 });
    expect(report).to.include({ digest: hexOf(digestOf(town)), at: '1970-01-01T00:00:01.000Z' });
    const many = { digest: '', radius: 0, needed: 3, share: 0, proven: false, excluded: 'many' } as const;
    const seen = survey(town, { me: idOf('anna'), sweepTime: 0 });
    expect(networkReport(town, { survey: seen, agreement: many, now: 0 }).agreement)
      .to.deep.equal({ proven: false, since: null, radius: 0, share: 0, excluded: [], manyExcluded: true });
  });
});

describe('pictures of the network', () => {
  const formats = { dot, mermaid, graphml, svg, table: networkTable };

  it('are the same for the same report, whoever is asked', () => {
    const same = reported(town, 'anna');
    for (const draw of Object.values(formats)) expect(draw(report)).to.equal(draw(same));
  });

  it('name every node, and draw every edge in its direction', () => {
    const [anna, ben] = [idOf('anna'), idOf('ben')];
    expect(dot(report)).to.contain(`"${anna}" -> "${ben}";`).and.to.contain('[style=dotted, label="denied"]');
    expect(mermaid(report).match(/^ {2}n\d (-->|-\.->\|denied\|) n\d$/gm)).to.have.length(4);
    expect(graphml(report)).to.contain(`<edge source="${anna}" target="${ben}"><data key="denied">false</data></edge>`);
    expect(svg(report).match(/<path d="M[^"]+" marker-end="url\(#head\)"/g)).to.have.length(4);
    for (const draw of Object.values(formats)) expect(draw(report)).to.contain('anna').and.to.contain(ben.slice(0, 8));
  });

  it('say who is not up, in words', () => {
    const doubted = reported(mapOf([record('anna'), record('ben', { out: ['anna'] }), doubt('anna', 'ben')]));
    for (const draw of Object.values(formats)) expect(draw(doubted)).to.contain('down');
  });

  it('are a table with a line for each node, and one for whether all agree', () => {
    const lines = networkTable(report).split('\n');
    expect(lines[0]).to.match(/^NODE +LABEL +VERDICT +ADDRESS +OUT +IN +DIALLED$/);
    expect(lines.find((line) => line.includes('anna'))).to.match(/ up +203\.0\.113\.9:7000 +2 +1 /);
    expect(lines.find((line) => line.includes('denied'))).to.contain(`${idOf('cleo').slice(0, 8)} (denied)`);
    expect(lines[5]).to.match(/^digest [0-9a-f]{16}, 3 nodes, 4 edges, agreed since /);
  });

  it('let no label end a quote, a tag or a line, nor move a cursor', () => {
    for (const draw of Object.values(formats)) {
      expect(draw(evil(EVIL)).split('\n')).to.have.length(draw(evil('x')).split('\n').length);
    }
    expect(dot(evil(EVIL))).to.contain('\\"]; <script>alert(1)</script> \\\\\\" --> x\\\\u{a}');
    expect(mermaid(evil(EVIL))).to.contain('["#34;#93;#59; #60;script#62;');
    for (const text of [graphml(evil(EVIL)), svg(evil(EVIL))]) {
      expect(text).to.contain('&lt;script&gt;').and.to.not.contain('<script');
    }
    expect(networkTable(evil(EVIL))).to.contain('\\u{1b}[31m\\u{202e}');
  });

  it('contain nothing but printable ASCII, whatever the labels', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (label) => {
      for (const draw of Object.values(formats)) expect(draw(evil(label))).to.match(/^[\x20-\x7e\n]*$/);
      const quotes = dot(evil(label)).split('\n').map((line) => line.replace(/\\./g, '').split('"').length % 2);
      expect(new Set(quotes)).to.deep.equal(new Set([1]));
      expect(graphml(evil(label)).match(/<[a-z]/g)).to.have.length(graphml(evil('x')).match(/<[a-z]/g)?.length ?? 0);
    }), { numRuns: 60 }));
});
