// The ban list.
import { expect } from 'chai';
import { close } from '../../lib/command.ts';
import { bans, BANS_MAX } from '../../lib/reducers/bans.ts';
import { after, aState, banned, nodeIdFrom, ticked, unbanned } from '../../lib/testing/index.ts';

const b = nodeIdFrom('b');
const peers = {
  'in-1': { node: b, address: '203.0.113.9:50000' },
  'out-2': { address: '203.0.113.9:7000' },
  'out-3': { address: '203.0.113.8:7000' },
};

describe('the bans reducer', () => {
  it('keeps a ban', () =>
    expect([...bans(aState(), banned(b, { until: 50, reason: 'noise' }), 0).state.bans.values()])
      .to.deep.equal([{ subject: b, until: 50, reason: 'noise' }]));

  for (const [what, subject, closed] of [
    ['a node', b, ['in-1']],
    ['an endpoint', '203.0.113.9:7000', ['out-2']],
    ['a host', '203.0.113.9', ['in-1', 'out-2']],
    ['nobody here', '203.0.113.7', []],
  ] as const) {
    it(`ends the connections of ${what}, and says until when`, () => {
      const { commands } = bans(aState({ peers }), banned(subject, { until: 50, reason: 'noise' }), 20);
      expect(commands).to.have.deep.members(
        closed.map((peer) => close(peer, 'banned', { detail: 'noise', retryAfterMs: 30 })));
    });
  }

  it('does not end a connection that is ending', () =>
    expect(bans(aState({ peers: { 'in-1': { ...peers['in-1'], phase: 'closing' } } }), banned(b), 0).commands)
      .to.deep.equal([]));

  it('takes no notice of a ban that is over: until is its first moment of freedom', () => {
    expect(bans(aState(), banned(b, { until: 20 }), 20).state.bans.size).to.equal(0);
    expect(bans(aState(), banned(b, { until: 21 }), 20).state.bans.size).to.equal(1);
  });

  it('puts a new ban in place of the old one on the same subject', () =>
    expect(after(aState(), 0, banned(b, { until: 50 }), banned(b, { until: 40 })).bans.get(b)?.until).to.equal(40));

  it('lifts a ban, and does not mind one that is not there', () => {
    expect(after(aState({ bans: { [b]: 50 } }), 0, unbanned(b)).bans.size).to.equal(0);
    expect(after(aState({ bans: { [b]: 50 } }), 0, unbanned('10.0.0.1')).bans.size).to.equal(1);
  });

  it('clears away on a tick of status what has run out, and keeps the same list when nothing has', () => {
    const state = aState({ bans: { [b]: 50, '10.0.0.1': 51 } });
    expect([...after(state, 50, ticked('status')).bans.keys()]).to.deep.equal(['10.0.0.1']);
    expect(after(state, 49, ticked('status')).bans).to.equal(state.bans);
    expect(after(state, 99, ticked('idle')).bans).to.equal(state.bans);
  });

  it('gives up the ban that ends first when the list is full, and none for one that is on it', () => {
    const all = Array.from({ length: BANS_MAX }, (_, at) => [`10.0.${at >> 8}.${at & 255}`, 1_000 + at]);
    const full = aState({ bans: Object.fromEntries(all) as Record<string, number> });
    const again = after(full, 0, banned('10.0.0.7', { until: 9_999 }));
    expect([again.bans.size, again.bans.has('10.0.0.0')]).to.deep.equal([BANS_MAX, true]);
    const more = after(full, 0, banned(b, { until: 9_999 }));
    expect([more.bans.size, more.bans.has('10.0.0.0'), more.bans.has(b)]).to.deep.equal([BANS_MAX, false, true]);
  });
});
