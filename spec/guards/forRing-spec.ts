// Slots that strangers cannot take from those who come before this node on a ring.
import { expect } from 'chai';
import { accept, welcome } from '../../lib/command.ts';
import { forRing } from '../../lib/guards/forRing.ts';
import { ringsBefore } from '../../lib/ring.ts';
import type { State } from '../../lib/state.ts';
import {
  after, aState, itemsHeard, nodeIdFrom, opened, recordOf, signedBy, withPeers, type PeerSketch,
} from '../../lib/testing/index.ts';
import { asks, guardDrawing } from '../support/drawing.ts';

const NAMES = Array.from({ length: 8 }, (_, at) => `node ${at}`);
const self = { node: signedBy('node 0') };

/** The whole town in the map, and so many strangers connected. */
const full = (strangers: number, more: Readonly<Record<string, PeerSketch>> = {}): State => {
  const records = NAMES.map((name, at) => recordOf(name, {
    addresses: [`41.${at}.0.1:7000`], out: [signedBy(NAMES[(at + 1) % NAMES.length] ?? '')],
  }));
  const known = after(aState({ self }), 0, opened('out-1'), itemsHeard('out-1', records));
  const peers = Object.fromEntries(Array.from({ length: strangers }, (_, at) => [`in-${at + 1}`, {}]));
  return withPeers({ ...peers, ...more }, known);
};
const before = NAMES.map(signedBy).find((node) => ringsBefore(full(0), node, 0).length > 0) ?? '';
const notBefore = NAMES.map(signedBy)
  .find((node) => node !== self.node && ringsBefore(full(0), node, 0).length === 0) ?? '';

const guard = forRing({ incoming: 4, reserved: 2 });
const asked = (state: State): string | undefined => guard({ command: welcome('in-9'), state, now: 0 });
const WHY = 'full: 2 incoming, limit 4, of which 2 are for predecessors on the rings';
const newcomer = (node: string): Readonly<Record<string, PeerSketch>> => ({ 'in-9': { phase: 'greeted', node } });

describe('forRing', () => {
  guardDrawing('forRing', 'keeps strangers out of the slots for those who come before this node on a ring', {
    guard,
    from: full(2, { ...newcomer(nodeIdFrom('x')), 'in-7': { phase: 'greeted', node: before } }),
    asked: ['  s-p', { s: asks(welcome('in-9')), p: asks(welcome('in-7')) }],
    refused: ['s--', { s: WHY }],
  });

  it('refuses a stranger once all but the reserved are taken', () => {
    expect(asked(full(1, newcomer(nodeIdFrom('x'))))).to.be.undefined;
    expect(asked(full(2, newcomer(nodeIdFrom('x'))))).to.equal(WHY);
    expect(asked(full(2, newcomer(notBefore)))).to.equal(WHY);
  });

  it('lets a predecessor in, by its own map', () => {
    expect(asked(full(2, newcomer(before)))).to.be.undefined;
    expect(ringsBefore(full(2), before, 0)).not.to.be.empty;
  });

  it('does not count predecessors against the strangers', () =>
    expect(asked(full(1, { 'in-8': { node: before }, ...newcomer(nodeIdFrom('x')) }))).to.be.undefined);

  it('has no more room for predecessors than is kept for them', () => {
    const ring = (peer: string) => ({ [peer]: { node: before } });
    expect(asked(full(2, { ...ring('in-7'), ...newcomer(before) }))).to.be.undefined;
    expect(asked(full(2, { ...ring('in-7'), ...ring('in-8'), ...newcomer(before) }))).to.equal(WHY);
  });

  it('asks nothing of who is only accepted, or was dialled', () => {
    expect(guard({ command: accept('in-9'), state: full(2, newcomer(nodeIdFrom('x'))), now: 0 })).to.be.undefined;
    const state = full(2, { 'out-9': { phase: 'greeted' } });
    expect(guard({ command: welcome('out-9'), state, now: 0 })).to.be.undefined;
  });
});
