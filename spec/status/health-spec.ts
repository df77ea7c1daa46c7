// Whether a node is part of its network; what HTTP makes of it is in spec/http/httpSource-spec.ts.
import { expect } from 'chai';
import { readiness } from '../../lib/status/health.ts';
import type { AddressState, State } from '../../lib/state.ts';
import { Town } from '../support/town.ts';

const OUTSIDE = '203.0.113.9:7000';
const OTHER = '203.0.113.10:7000';

describe('readiness', () => {
  it('does not wait for another where a name or a list that stands for all nodes has told of this one alone', () => {
    const { net, running } = new Town().house('a', { announce: [OUTSIDE] });
    running.unsubscribe();
    /** As an answer that came before the port was taken. */
    const told = (endpoint: string): State => {
      const known: AddressState = { endpoint, from: 'dns', learntAt: 0, attempts: 0, nextAttemptAt: 0 };
      return { ...net.state, addresses: net.state.addresses.set(endpoint, known) };
    };
    expect(readiness(told(OUTSIDE), 1)).to.include({ ready: true, configured: 0 });
    expect(readiness(told(OTHER), 1)).to.include({ ready: false, configured: 1 });
  });
});
