// The limit of connections of one host, at its boundary.
import { expect } from 'chai';
import { accept, dial } from '../../lib/command.ts';
import { perAddress } from '../../lib/guards/perAddress.ts';
import { aState, type PeerSketch } from '../../lib/testing/index.ts';

/** So many connections of a host, the last one at the door. */
const crowd = (host: string, count: number, more: PeerSketch = {}): string | undefined => {
  const peers = Object.fromEntries(Array.from({ length: count }, (_, at): [string, PeerSketch] =>
    [`in-${at}`, { address: `${host}:${50_000 + at}`, ...(at === count - 1 ? { phase: 'accepted' } : more) }]));
  return perAddress({ incoming: 2 })({ command: accept(`in-${count - 1}`), state: aState({ peers }), now: 0 });
};

describe('perAddress', () => {
  it('accepts the last connection of a host that fits', () => expect(crowd('203.0.113.9', 2)).to.be.undefined);

  it('refuses one more, whatever its port, with the host and the limit', () =>
    expect(crowd('203.0.113.9', 3)).to.equal('full: 2 connections of 203.0.113.9, limit 2'));

  it('counts those that are closing, so that coming again is no way around it', () =>
    expect(crowd('203.0.113.9', 3, { phase: 'closing' })).to.match(/^full: 2 connections/));

  it('counts an address inside private walls like the rest', () => expect(crowd('192.168.0.7', 3)).to.match(/^full: /));

  for (const host of ['127.0.0.1', '127.9.9.9', '[::1]', '[::ffff:7f00:1]']) {
    it(`has no limit for ${host}, where a whole network may live`, () => expect(crowd(host, 9)).to.be.undefined);
  }

  it('has nothing to say about a dial, or about a connection that is gone', () => {
    const guard = perAddress({ incoming: 0 });
    expect(guard({ command: dial('203.0.113.9:7000'), state: aState(), now: 0 })).to.be.undefined;
    expect(guard({ command: accept('in-1'), state: aState(), now: 0 })).to.be.undefined;
  });
});
