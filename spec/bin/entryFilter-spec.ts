// Which entries of a journal are shown.
import { expect } from 'chai';
import { entryFilter, type Connection, type Wanted } from '../../lib/bin/entryFilter.ts';
import type { EntryJson } from '../../lib/status/entryJson.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';

const [ANNA, BEN] = [nodeIdFrom('anna'), nodeIdFrom('ben')];
let id = 0;
const entry = (type: string, more: object = {}): EntryJson =>
  ({ id: ++id, at: '2026-01-01T00:00:00.000Z', kind: 'event', by: 'peers', cause: null, type, ...more });

const LIFE = [
  entry('dial-started', { peer: 'out-1', address: '10.0.0.1:7000' }),
  entry('dial-started', { peer: 'out-2', address: '10.0.0.2:7000' }),
  entry('peer-opened', { peer: 'out-1', address: '10.0.0.1:7000', direction: 'out', node: ANNA }),
  entry('ping', { kind: 'command', by: 'keepAlive', peer: 'out-1' }),
  entry('peer-opened', { peer: 'out-2', address: '10.0.0.2:7000', direction: 'out', node: BEN }),
  entry('addresses-learnt', { from: 'out-2', addresses: [{ address: `${ANNA}@10.0.0.1:7000` }] }),
  entry('peer-closed', { peer: 'out-1', address: '10.0.0.1:7000', direction: 'out', node: ANNA, reason: 'idle' }),
  entry('command-refused', { kind: 'refusal', by: 'notBanned', command: { type: 'dial', address: '10.0.0.1:7000' } }),
];

const shown = (wanted: Wanted, known: readonly Connection[] = [], entries = LIFE): readonly number[] => {
  const isWanted = entryFilter(wanted, known);
  return entries.flatMap((one, at) => (isWanted(one) ? [at] : []));
};

describe('the filter of events', () => {
  it('shows everything to whoever asks for nothing', () => expect(shown({})).to.have.length(LIFE.length));

  it('goes by kind, by type and by who it came from, and by all of them at once', () => {
    expect(shown({ kind: ['command', 'refusal'] })).to.deep.equal([3, 7]);
    expect(shown({ type: ['peer-opened', 'peer-closed'] })).to.deep.equal([2, 4, 6]);
    expect(shown({ by: ['keepAlive'] })).to.deep.equal([3]);
    expect(shown({ by: ['keepAlive'], kind: ['refusal'] })).to.deep.equal([]);
  });

  it('goes by connection', () => expect(shown({ subject: 'out-1' })).to.deep.equal([0, 2, 3, 6]));

  it('goes by node, with what is said of its connections once they are known', () => {
    expect(shown({ subject: ANNA })).to.deep.equal([2, 3, 5, 6]);
    expect(shown({ subject: ANNA.slice(0, 8) })).to.deep.equal([2, 3, 5, 6]);
  });

  it('goes by address and by host, wherever in an entry they stand', () => {
    expect(shown({ subject: '10.0.0.1:7000' })).to.deep.equal([0, 2, 3, 5, 6, 7]);
    expect(shown({ subject: '10.0.0.1' })).to.deep.equal([0, 2, 3, 5, 6, 7]);
    const v6 = [entry('dial-started', { peer: 'out-9', address: '[2001:db8::1]:7000' })];
    for (const subject of ['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:7000']) {
      expect(shown({ subject }, [], v6), subject).to.deep.equal([0]);
    }
  });

  it('knows the connections that there were before', () => {
    const known = [{ peer: 'out-1', id: ANNA, address: '10.0.0.1:7000' }];
    expect(shown({ subject: ANNA }, known)).to.deep.equal([0, 2, 3, 5, 6]);
  });

  it('does not take a word for a node', () =>
    expect(shown({ subject: 'notbanned' })).to.deep.equal([]));
});
