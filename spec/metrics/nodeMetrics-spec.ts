// Metrics are what a node has gone through, in the form that Prometheus takes, with no label that a remote could choose.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { of } from 'rxjs';
import { nodeMetrics, type NodeMetrics } from '../../lib/metrics/nodeMetrics.ts';
import type { NodeConfig } from '../../lib/nodeConfig.ts';
import type { Answered } from '../../lib/answered.ts';
import { readiness } from '../../lib/status/health.ts';
import { statusReport } from '../../lib/status/statusReport.ts';
import { promFamilies, type Family } from '../support/promText.ts';
import { eventsOf, Town, type House } from '../support/town.ts';

const FIGURES = { rssBytes: 1_000, eventLoopDelayMsP99: 12 };

interface Measured extends House {
  readonly metrics: NodeMetrics;
  families(): Promise<readonly Family[]>;
}

const measured = (town: Town, letter: string, config: Partial<NodeConfig> = {}): Measured => {
  const answered: Answered[] = [];
  const house = town.house(letter, { ...config, answered: (one) => answered.push(one) });
  const now = (): number => town.env.scheduler.now();
  const metrics = nodeMetrics({ state: () => house.net.state, now, figures: () => FIGURES, toListen: 1 });
  house.steps.forEach(metrics.observe); // those of the start
  const watching = house.net.step$.subscribe({ next: metrics.observe, error: () => undefined });
  house.running.add(watching);
  return Object.assign(house, {
    metrics,
    families: async () => {
      answered.splice(0).forEach(metrics.answered);
      return promFamilies(await metrics.registry.metrics());
    },
  });
};

const value = (families: readonly Family[], name: string, labels: Readonly<Record<string, string>> = {}): number =>
  families.flatMap(({ samples }) => samples).find((sample) =>
    sample.name === name && Object.entries(labels).every(([label, one]) => sample.labels[label] === one))?.value ?? 0;

/** Every set of labels that there is. */
const series = (families: readonly Family[]): readonly string[] =>
  families.flatMap(({ samples }) => samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)).sort();

describe('nodeMetrics', () => {
  let town: Town;
  const houses: House[] = [];
  beforeEach(() => (town = new Town()));
  afterEach(() => houses.splice(0).forEach(({ running }) => running.unsubscribe()));

  const house = (letter: string, config: Partial<NodeConfig> = {}): Measured => {
    const made = measured(town, letter, config);
    houses.push(made);
    return made;
  };

  it('are what the status says at the same moment', async () => {
    const a = house('a');
    const b = house('b', { peers: [a.address] });
    town.advance(5_000);
    a.net.order({ type: 'ban', subject: '203.0.113.9', forMs: 60_000, reason: 'x' });
    b.net.order({ type: 'drop', subject: 'out-1' });
    b.net.order({ type: 'dial', address: '203.0.113.9:1' });
    town.advance(30_000);
    const [families, report] = [await a.families(), statusReport(a.net.state, town.env.scheduler.now(), FIGURES)];
    expect(value(families, 'millrace_connections', { direction: 'in' })).to.equal(report.incoming.length);
    expect(value(families, 'millrace_connections', { direction: 'out' })).to.equal(report.outgoing.length);
    for (const [key, count] of Object.entries(report.closed)) {
      const [direction = '', reason = ''] = key.split('/');
      expect(value(families, 'millrace_closings_total', { direction, reason }), key).to.equal(count);
    }
    expect(value(families, 'millrace_bans')).to.equal(1);
    expect(value(families, 'millrace_bans_total')).to.equal(1);
    expect(value(families, 'millrace_network_edges')).to.equal(report.network.edges);
    expect(value(families, 'millrace_agreement_proven')).to.equal(Number(report.network.agreement.proven));
    expect(value(families, 'millrace_agreement_share')).to.equal(report.network.agreement.share);
    expect(value(families, 'millrace_resident_memory_bytes')).to.equal(1_000);
    expect(value(families, 'millrace_event_loop_delay_seconds')).to.equal(0.012);
    expect(value(families, 'millrace_ready')).to.equal(Number(readiness(a.net.state, 1).ready));
    const dialler = await b.families();
    expect(value(dialler, 'millrace_dials_total', { outcome: 'opened' })).to.equal(eventsOf(b, 'peer-opened').length);
    const failed = eventsOf(b, 'peer-closed').filter(({ reason }) => reason === 'unreachable').length;
    expect(value(dialler, 'millrace_dials_total', { outcome: 'unreachable' })).to.equal(failed).and.to.be.above(0);
    expect(value(dialler, 'millrace_received_bytes_total')).to.be.above(0);
    expect(value(dialler, 'millrace_handshake_seconds_count')).to.equal(eventsOf(b, 'peer-opened').length);
    expect(value(dialler, 'millrace_journal_entries_total')).to.equal(b.steps.at(-1)?.id);
  });

  it('count the refusals of guards, and how long all have agreed', async () => {
    const a = house('a', { guards: { never: ({ command }) => (command.type === 'dial' ? 'no' : undefined) } });
    a.net.order({ type: 'dial', address: '203.0.113.9:1' });
    town.advance(60_000);
    const families = await a.families();
    expect(value(families, 'millrace_refusals_total', { guard: 'never' })).to.be.at.least(1);
    expect(value(families, 'millrace_agreement_proven')).to.equal(1);
    expect(value(families, 'millrace_agreement_seconds')).to.be.within(50, 60);
    expect(value(families, 'millrace_uptime_seconds')).to.equal(60);
  });

  it('count and time requests by the routes that are answered here, and all others as one', async () => {
    const a = house('a');
    a.net.respond('echo', ({ data }) => of(data));
    a.net.respond('fail', () => {
      throw new Error('no');
    });
    const b = house('b', { peers: [a.address] });
    town.advance(5_000);
    for (const route of ['echo', 'echo', 'fail', 'nowhere', 'nowhere-else', '"},evil="1']) {
      b.net.ask(a.net.id, route, new Uint8Array(1)).subscribe({ error: () => undefined });
    }
    town.advance(5_000);
    const families = await a.families();
    expect(value(families, 'millrace_requests_total', { route: 'echo', outcome: 'answered' })).to.equal(2);
    expect(value(families, 'millrace_request_seconds_count', { route: 'echo' })).to.equal(2);
    expect(value(families, 'millrace_requests_total', { route: 'fail', outcome: 'failed' })).to.equal(1);
    expect(value(families, 'millrace_requests_total', { route: 'other', outcome: 'no-route' })).to.equal(3);
    const routes = new Set(families.flatMap(({ samples }) => samples.flatMap(({ labels }) => labels['route'] ?? [])));
    const others = [...routes].filter((route) => !route.startsWith('millrace.'));
    expect(others.sort()).to.deep.equal(['echo', 'fail', 'other']);
  });

  it('have no new label after ten thousand reconnects of strangers, whatever they call themselves', async () => {
    const a = house('a');
    const b = house('b', { peers: [a.address], label: 'x"\n{evil="1"}' });
    town.advance(5_000);
    b.net.order({ type: 'drop', subject: 'out-1' });
    town.advance(700_000);
    const before = series(await a.families());
    const lives = a.steps.filter(({ event }) => 'peer' in event && event.peer === 'in-1');
    for (let count = 2; count < 10_002; count++) {
      for (const step of lives) { // the same life, of another connection from another place
        const stranger = { peer: `in-${count}`, address: `10.1.${count >> 8}.${count & 255}:1`, node: `n${count}` };
        a.metrics.observe({ ...step, event: { ...step.event, ...stranger } });
      }
    }
    const after = await a.families();
    expect(series(after)).to.deep.equal(before);
    expect(value(after, 'millrace_handshakes_total', { direction: 'in', outcome: 'opened' })).to.be.above(10_000);
  }).timeout(20_000);

  it('are each explained in docs/metrics.md, with their type and labels, and no other is', async () => {
    const a = house('a');
    const b = house('b', { peers: [a.address] });
    town.advance(20_000);
    b.net.order({ type: 'dial', address: '203.0.113.9:1' });
    a.net.order({ type: 'dial', address: '203.0.113.9:1' });
    town.advance(1_000);
    const rows = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \| (.+) \|$/gm)];
    const told = rows.map(([, name, type, labels]) => `${name ?? ''} ${type ?? ''} ${labels ?? ''}`);
    const metas = [...a.metrics.registry.getMetricsAsArray()] as unknown as
      readonly { name: string; type: string; labelNames: readonly string[] }[];
    const there = metas.map(({ name, type, labelNames }) =>
      `${name} ${type} ${labelNames.map((label) => `\`${label}\``).join(', ')}`);
    expect(told.sort()).to.deep.equal(there.sort());
    const families = await a.families();
    expect(families.filter(({ name, help }) => !name.startsWith('millrace_') || help === '')).to.deep.equal([]);
  });
});
