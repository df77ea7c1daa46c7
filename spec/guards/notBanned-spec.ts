// Keeps the banned away, at the door, after the hello and when dialling.
import { expect } from 'chai';
import { accept, close, dial, welcome } from '../../lib/command.ts';
import { goodbyeFor } from '../../lib/guard.ts';
import { notBanned } from '../../lib/guards/notBanned.ts';
import { aState, nodeIdFrom, type StateSketch } from '../../lib/testing/index.ts';

const b = nodeIdFrom('b');
const UNTIL = 1_000;
const there = '203.0.113.9:7000';

const asked = (command: ReturnType<typeof dial>, sketch: StateSketch, now = UNTIL - 1): string | undefined =>
  notBanned({ command, state: aState(sketch), now });

describe('notBanned', () => {
  it('refuses until the last millisecond of a ban, and not on its end', () => {
    const bans = { '203.0.113.9': UNTIL };
    expect(asked(dial(there), { bans }, UNTIL - 1)).to.equal('banned: until 1970-01-01T00:00:01.000Z (by a test)');
    expect(asked(dial(there), { bans }, UNTIL)).to.be.undefined;
  });

  it('says a reason that the remote is told', () =>
    expect(goodbyeFor(asked(dial(there), { bans: { [there]: UNTIL } }) ?? '')).to.equal('banned'));

  for (const [what, subject] of [['the id', b], ['the endpoint', there], ['the host', '203.0.113.9']] as const) {
    it(`refuses to dial an address with ${what} on the list`, () =>
      expect(asked(dial(`${b}@${there}`), { bans: { [subject]: UNTIL } })).to.match(/^banned: /));

    it(`refuses to welcome a peer with ${what} on the list`, () =>
      expect(asked(welcome('in-1'), {
        bans: { [subject]: UNTIL }, peers: { 'in-1': { phase: 'greeted', node: b, address: there } },
      })).to.match(/^banned: /));
  }

  it('refuses to dial an address where a banned node is known to be', () =>
    expect(asked(dial(there), { bans: { [b]: UNTIL }, addresses: { [`${b}@${there}`]: {} } })).to.match(/^banned: /));

  it('refuses a banned host at the door, from whatever port it comes', () =>
    expect(asked(accept('in-1'), {
      bans: { '203.0.113.9': UNTIL }, peers: { 'in-1': { phase: 'accepted', address: '203.0.113.9:51234' } },
    })).to.match(/^banned: /));

  it('lets the neighbour in, and lets a connection end', () => {
    const peers = { 'in-1': { phase: 'accepted', address: '203.0.113.8:1' } } as const;
    const sketch = { bans: { '203.0.113.9': UNTIL }, peers };
    expect(asked(accept('in-1'), sketch)).to.be.undefined;
    expect(asked(close('in-1', 'banned'), sketch)).to.be.undefined;
  });

  it('writes a ban for ever as a date that can be read', () =>
    expect(asked(dial(there), { bans: { [there]: Number.MAX_SAFE_INTEGER } }))
      .to.equal('banned: until 9999-12-31T23:59:59.999Z (by a test)'));
});
