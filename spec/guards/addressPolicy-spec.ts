// Where strangers cannot send a node.
import { expect } from 'chai';
import { dial, ping, prove, test, type Command } from '../../lib/command.ts';
import { addressPolicy } from '../../lib/guards/addressPolicy.ts';
import { idleAddresses } from '../../lib/idleAddresses.ts';
import type { State } from '../../lib/state.ts';
import {
  after, aState, itemsHeard, learnt, nodeIdFrom, opened, proved, recordOf, signedBy, withPeers, type StateSketch,
} from '../../lib/testing/index.ts';
import { asks, guardDrawing, happens } from '../support/drawing.ts';

const anna = signedBy('anna');
const PUBLIC = { 'in-1': { address: '203.0.113.9:50000' } };

/** A node on the open internet, which a stranger there has told that anna is here. */
const told = (endpoint: string, more: StateSketch = {}): State => {
  const state = aState({ listening: ['198.51.100.1:7000'], peers: PUBLIC, ...more });
  const record = recordOf('anna', { addresses: [endpoint], out: [signedBy('bert')] });
  return after(state, 0, opened('in-1'), itemsHeard('in-1', [record]));
};

const asked = (state: State, command: Command, by?: string): string | undefined =>
  addressPolicy({ command, state, now: 0, ...(by === undefined ? {} : { by }) });

const toAnna = (endpoint: string): Command => dial(`${anna}@${endpoint}`);

describe('addressPolicy', () => {
  guardDrawing('addressPolicy', 'refuses what strangers tell of within our walls, not what the operator names', {
    guard: addressPolicy,
    from: told('10.0.0.5:7000'),
    asked: ['  a-l-a', { a: asks(toAnna('10.0.0.5:7000')), l: happens(learnt(['10.0.0.5:7000'], { from: 'config' })) }],
    refused: ['x----', {
      x: '10.0.0.5:7000, told by others, is in the private range 10.0.0.0/8, and this node is in none of that kind',
    }],
  });

  for (const [endpoint, why] of [
    ['127.0.0.1:7000', 'in the loopback range 127.0.0.0/8'], ['[::1]:7000', 'in the loopback range ::1/128'],
    ['192.168.1.1:7000', 'in the private range 192.168.0.0/16'],
    ['100.64.1.1:7000', 'in the shared range 100.64.0.0/10'],
    ['169.254.169.254:7000', 'in the link-local range 169.254.0.0/16'],
    ['[fd00::1]:7000', 'in the private range fc00::/7'],
    ['224.0.0.1:7000', 'in the multicast range 224.0.0.0/4'], ['240.0.0.1:7000', 'in the reserved range 240.0.0.0/4'],
    ['[2002:7f00:1::]:7000', 'in the reserved range 2002::/16'], ['203.0.113.9:22', 'port 22, limit 1024'],
  ] as const) {
    it(`refuses ${endpoint}, told by others, and does not choose it`, () => {
      const state = told(endpoint);
      for (const command of [toAnna(endpoint), prove(anna, `${anna}@${endpoint}`), test(anna, {
        address: `${anna}@${endpoint}`, seq: 1,
      })]) {
        expect(asked(state, command)).to.include(why).and.to.include(endpoint);
      }
      expect(idleAddresses(state, 0)).to.deep.equal([]);
      expect(state.addresses.has(endpoint)).to.be.false;
    });
  }

  it('lets public addresses pass, from the first port that anybody may take', () => {
    for (const endpoint of ['203.0.113.9:1024', '[2606:4700::1]:7000', '41.1.0.1:65535']) {
      expect(asked(told(endpoint), toAnna(endpoint))).to.be.undefined;
      expect(idleAddresses(told(endpoint), 0)).to.have.length(1);
    }
  });

  it('lets pass what is of the kind that this node is in itself, by where it listens or whom it has dialled', () => {
    const pass = (endpoint: string, more: StateSketch): boolean =>
      asked(told(endpoint, more), toAnna(endpoint)) === undefined;
    expect(pass('127.0.0.1:7000', { listening: ['127.0.0.1:7001'] })).to.be.true;
    expect(pass('10.0.0.5:7000', { listening: ['127.0.0.1:7001'] })).to.be.false;
    expect(pass('10.0.0.5:7000', { listening: ['192.168.0.2:7000'] })).to.be.true;
    expect(pass('169.254.1.1:7000', { listening: ['192.168.0.2:7000'] })).to.be.false;
    expect(pass('10.0.0.5:7000', { peers: { ...PUBLIC, 'out-2': { address: '10.0.0.9:7000' } } })).to.be.true;
    expect(pass('10.0.0.5:7000', { peers: { ...PUBLIC, 'in-2': { address: '10.0.0.9:7000' } } })).to.be.false;
    expect(pass('203.0.113.9:443', { listening: ['198.51.100.1:443'] })).to.be.true;
    expect(pass('224.0.0.1:7000', { listening: ['224.0.0.2:7000'] })).to.be.false;
  });

  it('does not ask where an address was named, or its node found', () => {
    const here = '10.0.0.5:7000';
    for (const from of ['config', 'file', 'operator', 'dns', 'mdns', 'book']) {
      const state = after(aState({ listening: ['198.51.100.1:7000'] }), 0, learnt([here], { from }));
      expect(asked(state, dial(here)), from).to.be.undefined;
    }
    const walled = aState({ addresses: { [`${anna}@${here}`]: { source: 'from 203.0' } } });
    expect(asked(walled, toAnna(here))).to.be.a('string');
    expect(asked(after(walled, 0, proved(anna, `${anna}@${here}`)), toAnna(here))).to.be.undefined;
    expect(asked(told(here), toAnna(here), 'operator')).to.be.undefined;
    expect(asked(withPeers({}), dial(`${nodeIdFrom('b')}@${here}`))).to.be.undefined; // a policy of the user's own
    expect(asked(told(here), ping('in-1'))).to.be.undefined;
  });
});
