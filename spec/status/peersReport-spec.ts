// The list of connections, held against the published schema.
import { expect } from 'chai';
import { peersReport } from '../../lib/status/peersReport.ts';
import { aState } from '../../lib/testing/aState.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const NOW = Date.UTC(2026, 0, 31);

describe('peersReport', () => {
  const peers = peersReport(aState({
    now: NOW,
    peers: {
      'out-10': {}, 'in-2': { since: NOW - 5_000, openedAt: NOW - 4_000 }, 'out-9': {},
      'out-1': { phase: 'dialling', since: NOW - 9_000, address: '192.0.2.1:1' },
    },
  }), NOW);

  it('lists every connection, in both directions and every phase, oldest first', () => {
    expect(peers.map(({ peer, direction, phase, ageMs }) => [peer, direction, phase, ageMs])).to.deep.equal([
      ['out-1', 'out', 'dialling', 9_000], ['in-2', 'in', 'alive', 4_000],
      ['out-9', 'out', 'alive', 0], ['out-10', 'out', 'alive', 0],
    ]);
  });

  it('names nobody before they have said who they are', () => {
    expect(peers.map(({ id }) => id))
      .to.deep.equal([null, nodeIdFrom('in-2'), nodeIdFrom('out-9'), nodeIdFrom('out-10')]);
  });

  it('has the published shape', () => {
    expect(schemaCheck('peers')(peers)).to.deep.equal([]);
    expect(schemaCheck('peers')([{ ...peers[0], phase: 'lost' }])).to.have.lengthOf(1);
  });
});
