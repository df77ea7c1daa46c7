// Requests as a histogram and a counter, of counts that are kept elsewhere.
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { requestMeters } from '../../lib/metrics/requestMeters.ts';

describe('requestMeters', () => {
  const lines = async (registry: Registry): Promise<readonly string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('counts by route and outcome, and each bucket with all that are shorter, its own bound included', async () => {
    const registry = new Registry();
    const answered = requestMeters(registry);
    for (const ms of [0, 1, 2, 10, 11, 5_000]) answered({ route: 'echo', outcome: 'answered', ms });
    answered({ route: 'echo', outcome: 'failed', ms: 1 });
    answered({ route: 'other', outcome: 'no-route', ms: 0 });
    const said = await lines(registry);
    expect(said.filter((line) => line.startsWith('millrace_requests_total'))).to.have.members([
      'millrace_requests_total{route="echo",outcome="answered"} 6',
      'millrace_requests_total{route="echo",outcome="failed"} 1',
      'millrace_requests_total{route="other",outcome="no-route"} 1',
    ]);
    const buckets = (route: string): readonly string[] => said
      .filter((line) => line.startsWith('millrace_request_seconds_bucket') && line.includes(`route="${route}"`))
      .map((line) => line.replace(/^.*le="([^"]*)".* /, '$1 '));
    expect(buckets('echo')).to.deep.equal([
      '0.001 3', '0.0025 4', '0.005 4', '0.01 5', '0.025 6', '0.05 6', '0.1 6', '0.25 6', '0.5 6', '1 6', '2.5 6',
      '5 7', '10 7', '+Inf 7',
    ]);
    expect(new Set(buckets('other').map((line) => line.split(' ')[1]))).to.deep.equal(new Set(['1']));
    expect(said).to.include.members([
      'millrace_request_seconds_sum{route="echo"} 5.025', 'millrace_request_seconds_count{route="echo"} 7',
      'millrace_request_seconds_sum{route="other"} 0', 'millrace_request_seconds_count{route="other"} 1',
    ]);
  });

  it('says the same to whoever asks for values in place of text', async () => {
    const registry = new Registry();
    requestMeters(registry)({ route: 'echo', outcome: 'answered', ms: 5 });
    const [histogram] = (await registry.getMetricsAsJSON()).filter(({ name }) => name === 'millrace_request_seconds');
    expect(histogram).to.deep.include({ type: 'histogram', aggregator: 'sum' });
    expect(await lines(registry)).to.include('millrace_request_seconds_count{route="echo"} 1');
  });
});
