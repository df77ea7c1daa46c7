// Requests as a histogram and a counter, of counts that are kept elsewhere.
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { requestMeters } from '../../lib/metrics/requestMeters.ts';

const SECONDS = [0.001, 0.01, 0.1];

describe('requestMeters', () => {
  const lines = async (registry: Registry): Promise<readonly string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('counts by route and outcome, and each bucket with all that are shorter, its own bound included', async () => {
    const registry = new Registry();
    const answered = requestMeters(registry, SECONDS);
    for (const ms of [0, 1, 2, 10, 11, 5_000]) answered({ route: 'echo', outcome: 'answered', ms });
    answered({ route: 'echo', outcome: 'failed', ms: 1 });
    answered({ route: 'other', outcome: 'no-route', ms: 0 });
    expect(await lines(registry)).to.have.members([
      'millrace_requests_total{route="echo",outcome="answered"} 6',
      'millrace_requests_total{route="echo",outcome="failed"} 1',
      'millrace_requests_total{route="other",outcome="no-route"} 1',
      'millrace_request_seconds_bucket{le="0.001",route="echo"} 3',
      'millrace_request_seconds_bucket{le="0.01",route="echo"} 5',
      'millrace_request_seconds_bucket{le="0.1",route="echo"} 6',
      'millrace_request_seconds_bucket{le="+Inf",route="echo"} 7',
      'millrace_request_seconds_sum{route="echo"} 5.025',
      'millrace_request_seconds_count{route="echo"} 7',
      'millrace_request_seconds_bucket{le="0.001",route="other"} 1',
      'millrace_request_seconds_bucket{le="0.01",route="other"} 1',
      'millrace_request_seconds_bucket{le="0.1",route="other"} 1',
      'millrace_request_seconds_bucket{le="+Inf",route="other"} 1',
      'millrace_request_seconds_sum{route="other"} 0',
      'millrace_request_seconds_count{route="other"} 1',
    ]);
  });

  it('says the same to whoever asks for values in place of text', async () => {
    const registry = new Registry();
    requestMeters(registry, SECONDS)({ route: 'echo', outcome: 'answered', ms: 5 });
    const [histogram] = (await registry.getMetricsAsJSON()).filter(({ name }) => name === 'millrace_request_seconds');
    expect(histogram).to.deep.include({ type: 'histogram', aggregator: 'sum' });
    expect(await lines(registry)).to.include('millrace_request_seconds_count{route="echo"} 1');
  });
});
