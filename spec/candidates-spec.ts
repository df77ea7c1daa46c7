// Whom a node could dial, and in which order it trusts them.
import { expect } from 'chai';
import { candidates, signedAddress } from '../lib/candidates.ts';
import { Table } from '../lib/table.ts';
import {
  after, aState, itemsHeard, learnt, nodeIdFrom, opened, recordOf, signedBy, withPeers, type StateSketch,
} from '../lib/testing/index.ts';

const [seen, told, failed, named] =
  ['203.0.113.1:7000', '203.0.113.2:7000', '203.0.113.3:7000', '203.0.113.4:7000'] as const;
const bare = '203.0.113.5:7000';
const here = '198.51.100.7:7000';

const sketch: StateSketch = { addresses: {
  [seen]: { provenAt: 5 }, [told]: { aliveAt: 5 }, [failed]: { provenAt: 5, attempts: 1 },
} };

/** Anna is in the map, linked to a head of ours. */
const mapped = (more: StateSketch = {}) => {
  const state = aState({ ...more, peers: { 'out-1': { node: signedBy('bert') } } });
  return after(state, 0, opened('out-1'), itemsHeard('out-1', [
    recordOf('anna', { addresses: [here], out: [signedBy('bert')] }), recordOf('bert', { out: [signedBy('anna')] }),
  ]));
};

const endpoints = (of: readonly { readonly endpoint: string }[]): readonly string[] =>
  of.map(({ endpoint }) => endpoint);

describe('candidates', () => {
  it('knows where somebody was seen and whom the operator named, and tells what failed from what was told', () => {
    const own = [`${nodeIdFrom('n')}@${named}`, bare];
    const { known, lapsed, told: others } = candidates(after(aState(sketch), 0, learnt(own, { from: 'config' })), 0);
    expect(endpoints(known)).to.have.members([seen, named]);
    expect(endpoints(lapsed)).to.have.members([failed, bare]);
    expect(endpoints(others)).to.deep.equal([told]);
  });

  it('knows whoever is up in the map', () =>
    expect(endpoints(candidates(mapped(), 0).known)).to.deep.equal([here]));

  it('finds who is in the map and has no place in the book', () => {
    const state = { ...mapped(), addresses: Table.empty<never>() };
    expect(candidates(state, 0).known).to.deep.equal([
      { endpoint: here, node: signedBy('anna'), from: 'map', learntAt: 0, attempts: 0, nextAttemptAt: 0 },
    ]);
  });

  it('passes over who is in the map, and put off, banned or connected', () => {
    const later = mapped();
    const putOff = later.addresses.update(here, (one) => one && { ...one, nextAttemptAt: 1 });
    const deferred = { ...later, addresses: putOff };
    const none = { known: [], lapsed: [], told: [] };
    expect(candidates(deferred, 0)).to.deep.equal(none);
    expect(candidates(mapped({ bans: { [signedBy('anna')]: 1 } }), 0)).to.deep.equal(none);
    expect(candidates(withPeers({ 'in-2': { node: signedBy('anna') } }, mapped()), 0)).to.deep.equal(none);
  });

  it('says where one node of the map may be dialled, and nothing of one that is not in it', () => {
    expect(signedAddress(mapped(), signedBy('anna'), 0)).to.include({ endpoint: here, node: signedBy('anna') });
    expect(signedAddress(mapped(), signedBy('carla'), 0)).to.be.undefined;
  });
});
