// The status report of a busy node, held against the published schema.
import { expect } from 'chai';
import fc from 'fast-check';
import { statusReport, type ProcessFigures } from '../../lib/status/statusReport.ts';
import { Table } from '../../lib/table.ts';
import { after as following } from '../../lib/testing/after.ts';
import { aState } from '../../lib/testing/aState.ts';
import { itemsHeard, recordOf, signedBy } from '../../lib/testing/networkEvents.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';
import { anyBookState } from '../support/bookArbitrary.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const NOW = Date.UTC(2026, 0, 31);
const FIGURES: ProcessFigures = { rssBytes: 50_000_000, eventLoopDelayMsP99: 1.5 };
const at = (seconds: number): string => new Date(NOW + seconds * 1_000).toISOString();

const busy = {
  ...aState({
    now: NOW,
    self: { startedAt: NOW - 60_000, label: 'north', version: '1.2.3' },
    listening: ['127.0.0.1:7000'],
    peers: {
      'out-10': { openedAt: NOW + 1_000, address: '192.0.2.10:1' },
      'out-9': { openedAt: NOW + 1_000, address: '192.0.2.9:1' },
      'out-3': { openedAt: NOW, address: '192.0.2.3:1', label: 'south', rttMs: 12,
        traffic: { bytesIn: 1, bytesOut: 2, requests: 3 }, node: nodeIdFrom('c') },
      'out-4': { phase: 'securing', address: '192.0.2.4:1' },
      'out-5': { phase: 'closing', address: '192.0.2.5:1' },
      'in-1': { address: '192.0.2.3:40000', node: nodeIdFrom('c') },
      'in-2': { phase: 'greeted', address: '192.0.2.8:40000' },
    },
    addresses: {
      '192.0.2.3:1': {},
      '192.0.2.4:1': { attempts: 2 },
      '192.0.2.20:1': { attempts: 1, nextAttemptAt: NOW + 9_000, lastError: 'unreachable' },
      '192.0.2.21:1': { nextAttemptAt: 0 },
      [`${nodeIdFrom('met')}@192.0.2.22:1`]: { aliveAt: NOW - 5_000, nextAttemptAt: NOW + 1_000 },
      [`${nodeIdFrom('hearsay')}@192.0.2.23:1`]: { nextAttemptAt: NOW + 99_000 },
      '127.0.0.1:7000': { self: true },
    },
    bans: { '192.0.2.66': NOW + 60_000, '192.0.2.67': NOW + 1_000 },
  }),
  closed: Table.from([['out/reset', 2], ['in/full', 1]]),
  refused: Table.from([['notSelf', 4]]),
};

describe('statusReport', () => {
  const made = statusReport(busy, NOW + 2_000, FIGURES);

  it('says who the node is, where it listens, and since when', () => {
    expect(made.node).to.deep.equal({
      id: nodeIdFrom('self'), label: 'north', addresses: ['127.0.0.1:7000'], version: '1.2.3', network: 'test',
      boot: 'boot-of-self', startedAt: at(-60), uptimeMs: 62_000, secure: true, http: null, lifecycle: 'running',
    });
  });

  it('lists the edges that are alive, by direction, oldest first', () => {
    expect(made.outgoing.map(({ peer }) => peer)).to.deep.equal(['out-3', 'out-9', 'out-10']);
    expect(made.incoming.map(({ peer }) => peer)).to.deep.equal(['in-1']);
    expect(made.outgoing[0]).to.deep.equal({
      peer: 'out-3', id: nodeIdFrom('c'), label: 'south', address: '192.0.2.3:1', since: at(0), rttMs: 12,
      heardAt: at(0), bytesIn: 1, bytesOut: 2, requests: 3,
    });
    expect(made.outgoing[1]).to.deep.include({ label: null, rttMs: null });
  });

  it('lists what it is dialling, with the number of the attempt', () => {
    expect(made.attempting).to.deep.equal(
      [{ peer: 'out-4', address: '192.0.2.4:1', attempt: 3, since: at(0), phase: 'securing' }],
    );
  });

  it('lists the addresses that nobody is connected to, the next one first, and not its own', () => {
    expect(made.idle.map(({ address }) => address)).to.deep.equal(
      ['192.0.2.21:1', '192.0.2.22:1', '192.0.2.20:1', '192.0.2.23:1'],
    );
    expect(made.idle[0]).to.deep.equal({ address: '192.0.2.21:1', attempts: 0, nextAttemptAt: at(0) });
    expect(made.idle[1]).to.have.property('id', nodeIdFrom('met'));
    expect(made.idle[2]).to.deep.equal(
      { address: '192.0.2.20:1', attempts: 1, nextAttemptAt: at(9), lastError: 'unreachable' },
    );
  });

  it('lists the bans in force, the one that ends first in front', () => {
    expect(made.banned.map(({ subject, until }) => [subject, until])).to.deep.equal([['192.0.2.66', at(60)]]);
    const { banned } = statusReport(busy, NOW, FIGURES);
    expect(banned.map(({ subject }) => subject)).to.deep.equal(['192.0.2.67', '192.0.2.66']);
  });

  it('counts the nodes and edges of the map, and claims no agreement of which there is no proof', () => {
    expect(made.network).to.deep.include({ nodes: 0, edges: 0, agreement: { proven: false, since: null, share: 0 } });
    const [anna, bert] = [signedBy('anna'), signedBy('bert')];
    const records = [recordOf('anna', { out: [bert] }), recordOf('bert', { out: [anna] })];
    const heard = statusReport(
      following(aState({ self: { node: anna } }), 0, itemsHeard('out-1', records)), NOW, FIGURES);
    expect(heard.network).to.deep.include({ nodes: 2, edges: 2 });
    expect(heard.network.digest).to.match(/^[0-9a-f]{64}$/);
  });

  it('takes the place of the dashboard from who knows it', () => {
    expect(statusReport(busy, NOW, FIGURES, { http: '127.0.0.1:8080' }).node.http).to.equal('127.0.0.1:8080');
  });

  it('counts closings and refusals, and passes on the figures of the process', () => {
    expect(JSON.stringify([made.closed, made.refused, made.process])).to.equal(
      '[{"in/full":1,"out/reset":2},{"notSelf":4},{"rssBytes":50000000,"eventLoopDelayMsP99":1.5}]',
    );
  });

  it('has the published shape, whatever the state', () => {
    const wrong = schemaCheck('status');
    expect(wrong(made)).to.deep.equal([]);
    expect(wrong(statusReport(aState(), 0, FIGURES))).to.deep.equal([]);
    fc.assert(fc.property(anyBookState, fc.nat(NOW), (state, now) => {
      const any = { ...busy, addresses: state.addresses, bans: state.bans };
      expect(wrong(statusReport(any, now, FIGURES))).to.deep.equal([]);
    }));
  });

  it('is not what the schema takes when a field is missing', () => {
    const node = { ...made.node, uptimeMs: undefined };
    expect(schemaCheck('status')({ ...made, node })).to.deep.equal(["/node must have required property 'uptimeMs'"]);
  });
});
