// Whether a node is well, in the words of monitoring.
import { expect } from 'chai';
import { checked, type Looked } from '../../../lib/bin/check/findings.ts';
import { checkJson, checkLine, checkMetrics } from '../../../lib/bin/check/formats.ts';
import {
  MEASURES, thresholdFlags, THRESHOLDS, type Measure, type Thresholds,
} from '../../../lib/bin/check/thresholds.ts';
import type { Agreement } from '../../../lib/network/agreement.ts';
import { networkView } from '../../../lib/status/networkView.ts';
import { statusReport } from '../../../lib/status/statusReport.ts';
import { Town } from '../../support/town.ts';

const read = (measure: Measure, text: string): Thresholds[Measure] => thresholdFlags[measure](text);
const thresholds = (given: Partial<Record<Measure, string>> = {}): Thresholds =>
  Object.fromEntries(MEASURES.map((one) => [one, read(one, given[one] ?? THRESHOLDS[one])])) as unknown as Thresholds;

/** What a town of three sees from one of its houses. */
const looked = (delay = 20, agreement: Partial<Agreement> = {}): Looked => {
  const town = new Town();
  const a = town.house('a');
  const houses = [a, town.house('b', { peers: [a.address] }), town.house('c', { peers: [a.address] })];
  town.advance(20_000);
  const now = town.env.scheduler.now();
  const { network } = a.net.state;
  const state = { ...a.net.state, network: { ...network, agreement: { ...network.agreement, ...agreement } } };
  houses.forEach(({ running }) => running.unsubscribe());
  return { now, network: networkView(state, now),
    status: statusReport(state, now, { rssBytes: 0, eventLoopDelayMsP99: delay }) };
};

describe('millrace check', () => {
  it('finds a node well that has edges, agrees, misses nobody and keeps up', () => {
    const result = checked(looked(), thresholds());
    expect(result.verdict).to.equal('OK');
    const [said, figures] = checkLine(result).split(' | ');
    expect(said).to.match(/^MILLRACE OK - \d edges, all agree, 0 nodes down, event loop delay 20 ms$/);
    expect(figures).to.match(
      /^edges=\d;2:;1:;0 agreement=0ms;60000;300000;0 down=0;0;2;0 delay=20ms;250;1000;0$/);
  });

  it('warns and is critical past each threshold, and not at it', () => {
    const look = looked(20);
    const edges = look.status.incoming.length + look.status.outgoing.length;
    const verdicts = (limits: Partial<Record<Measure, string>>): string => checked(look, thresholds(limits)).verdict;
    expect(verdicts({ edges: `${edges},${edges}` })).to.equal('OK');
    expect(verdicts({ edges: `${edges + 1},${edges}` })).to.equal('WARNING');
    expect(verdicts({ edges: `${edges + 1},${edges + 1}` })).to.equal('CRITICAL');
    expect(verdicts({ delay: '20ms,30ms' })).to.equal('OK');
    expect(verdicts({ delay: '19ms,20ms' })).to.equal('WARNING');
    expect(verdicts({ delay: '10ms,19ms' })).to.equal('CRITICAL');
    expect(verdicts({ delay: 'off', edges: 'off', agreement: 'off', down: 'off' })).to.equal('OK');
  });

  it('counts from when the proof of agreement was lost, or else from the start of the node', () => {
    const look = looked(20, { proven: false });
    const verdict = (lostAt: number | undefined, now: number): string =>
      checked({ ...look, lostAt, now }, thresholds()).verdict;
    const begun = Date.parse(look.status.node.startedAt);
    expect(verdict(begun + 400_000, begun + 450_000)).to.equal('OK');
    expect(verdict(begun + 400_000, begun + 461_000)).to.equal('WARNING');
    expect(verdict(undefined, begun + 301_000)).to.equal('CRITICAL');
  });

  it('names who is down, and says what is wrong before what is not', () => {
    const look = looked();
    const [gone] = look.network.nodes;
    if (gone === undefined) throw new Error('nobody is there');
    const without = { ...look, network: { ...look.network, gone: [{ ...gone, verdict: 'down' as const }] } };
    const left = { ...look, network: { ...look.network, gone: [{ ...gone, verdict: 'left' as const }] } };
    const line = checkLine(checked(without, thresholds()));
    expect(line).to.match(/^MILLRACE WARNING - 1 node down: [a-z2-7]{8}, \d edges/);
    expect(checked(left, thresholds()).verdict).to.equal('OK'); // who said goodbye is not missed
  });

  it('says the same to programs and to Prometheus', () => {
    const result = checked(looked(1_500), thresholds({ edges: 'off' }));
    expect(checkJson(result)).to.deep.include({ status: 'CRITICAL', code: 2 });
    expect(checkJson(result)).to.have.property('checks').with.lengthOf(3);
    const lines = checkMetrics(result);
    expect(lines).to.include('millrace_check_status 2').and.include('millrace_check_status{check="delay"} 2');
    expect(lines).to.include('millrace_check_delay_seconds 1.5').and.include('# TYPE millrace_check_down gauge');
    for (const line of lines) expect(line).to.match(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{check="[a-z]+"\})? [\d.]+)$/);
  });

  it('says why there is nothing to say', () => {
    const nothing = { verdict: 'CRITICAL', findings: [], problem: 'no node runs' } as const;
    expect(checkLine(nothing)).to.equal('MILLRACE CRITICAL - no node runs');
    expect(checkJson(nothing)).to.deep.equal({ status: 'CRITICAL', code: 2, problem: 'no node runs', checks: [] });
  });

  const wrong: readonly (readonly [Measure, string, RegExp])[] = [
    ['edges', '2', /WARNING,CRITICAL or off/],
    ['edges', '1,2', /critical is 2, must be at most warning, which is 1/],
    ['down', '2,1', /critical is 1, must be at least warning, which is 2/],
    ['down', 'a,b', /"a" is not a whole number/],
    ['delay', 'soon,later', /"soon"/],
    ['agreement', '1m,2m,3m', /WARNING,CRITICAL or off/],
  ];
  for (const [measure, text, what] of wrong) {
    it(`refuses --${measure} ${text}`, () => expect(() => read(measure, text)).to.throw(what));
  }
});
