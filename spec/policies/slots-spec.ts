// How the outgoing connections are filled: the rings first, then chance, spread over owners.
import { expect } from 'chai';
import { from, of } from 'rxjs';
import { groundsOf } from '../../lib/because.ts';
import { close, dial, type Command } from '../../lib/command.ts';
import { slots, type Slots } from '../../lib/policies/slots.ts';
import { ringSuccessors } from '../../lib/ring.ts';
import type { State } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import {
  after, aState, dialStarted, itemsHeard, marbles, opened, recordOf, signedBy, steps, ticked, virtualEnv,
  withPeers, type StateSketch,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const PLAN: Slots = { ring: 2, random: 2, anchors: 0, dialling: 4 };
const ZERO = (): number => 0;
const policy = (more: Partial<Slots> = {}) => slots({ ...PLAN, ...more }, ZERO);

/** What one tick at 0 makes of a state in which all else happened a minute before. */
const dialled = (state: State, by = policy()): readonly Command[] => {
  const commands: Command[] = [];
  const { scheduler } = virtualEnv({ startsAt: 0 });
  of(ticked('idle')).pipe(steps(state, undefined, scheduler), by).subscribe((command) => commands.push(command));
  return commands;
};

const as = (commands: readonly Command[]): readonly unknown[] => commands.map((one) => groundsOf(one)?.inputs?.['as']);

const book = (addresses: StateSketch['addresses'] = {}, more: StateSketch = {}): State =>
  aState({ now: -60_000, addresses, ...more });

const NAMES = Array.from({ length: 8 }, (_, at) => `node ${at}`);
const hostOf = (at: number): string => `41.${at}.0.1:7000`;

/** Everybody of the map, and one connection to the first of them. */
const mapped = (more: StateSketch = {}): State => {
  const first = { node: signedBy('node 0'), address: hostOf(0) };
  const state = aState({ now: -60_000, ...more, peers: { 'out-1': first, ...more.peers } });
  return after(state, -60_000, opened('out-1', first), itemsHeard('out-1', NAMES.map((name, at) => recordOf(name, {
    addresses: [hostOf(at)], out: [signedBy(NAMES[(at + 1) % NAMES.length] ?? '')],
  }))));
};

describe('slots', () => {
  drawing('slots', 'dials one of each address group on every tick of the monitor idle, while there are too few', {
    policy: () => policy(),
    from: aState({ addresses: { '41.1.0.1:7000': {}, '41.1.0.2:7000': {}, '41.2.0.1:7000': {}, '10.0.0.1:7000': {} } }),
    events: ['  h-i', { h: ticked('heartbeat'), i: ticked('idle') }],
    commands: ['--(abc)', { a: dial('10.0.0.1:7000'), b: dial('41.2.0.1:7000'), c: dial('41.1.0.1:7000') }],
  });

  it('dials on a tick of the monitor idle, and on no other', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot(' -s-d-h-i', {
        s: ticked('status'), d: ticked('discovery'), h: ticked('heartbeat'), i: ticked('idle'),
      });
      expectCommands(event$.pipe(steps(book({ '41.1.0.1:7000': {} })), policy()))
        .toBe('          -------x', { x: dial('41.1.0.1:7000') });
    }));

  it('dials both ring successors before anybody else, at the addresses they have signed, and says so', () => {
    const state = mapped();
    const next = [...new Set(ringSuccessors(state, 0))].filter((node) => node !== signedBy('node 0'));
    const commands = dialled(state, policy({ random: 0 }));
    expect(commands).to.deep.equal(next.map((node) =>
      dial(`${node ?? ''}@${hostOf(NAMES.findIndex((name) => signedBy(name) === node))}`)));
    expect(as(commands)).to.deep.equal(next.map((node) => `ring successor ${ringSuccessors(state, 0).indexOf(node)}`));
    expect(commands).not.to.be.empty;
  });

  it('leaves the slot to chance of a ring successor that came to us, or may not be dialled', () => {
    const next = ringSuccessors(mapped(), 0).map((node) => node ?? '');
    const linked = withPeers(Object.fromEntries(next.map((node, at) => [`in-${at + 5}`, { node }])), mapped());
    expect(as(dialled(linked, policy({ random: 0 })))).to.deep.equal(['random slot']);
    const banned = mapped({ bans: Object.fromEntries(next.map((node) => [node, 1])) });
    expect(as(dialled(banned, policy({ random: 0 })))).to.deep.equal(['random slot']);
  });

  it('goes past the count for a ring, and lets go of whom it has needed for none for a minute', () => {
    const state = mapped();
    const next = ringSuccessors(state, 0).find((node) => node !== signedBy('node 0')) ?? '';
    const at = NAMES.findIndex((name) => signedBy(name) === next);
    const address = `${next}@${hostOf(at)}`;
    const linked = withPeers({ 'out-9': { node: next } }, state);
    const moved = after(linked, 0, itemsHeard('out-1', [ // it cannot be dialled any more, so others come next
      recordOf(NAMES[at] ?? '', { seq: 2, out: [signedBy(NAMES[(at + 1) % NAMES.length] ?? '')] }),
    ]));
    const run = (...steps: readonly Partial<Step>[]): readonly Command[] => {
      const commands: Command[] = [];
      from(steps.map((step): Step => ({ id: 1, event: ticked('idle'), now: 0, state, ...step })))
        .pipe(policy({ random: 0, dialling: 1 })).subscribe((command) => commands.push(command));
      return commands.filter(({ type }) => type === 'close');
    };
    const begun: readonly Partial<Step>[] = [{}, { event: dialStarted('out-9', { address }), state: linked }];
    const surplus = close('out-9', 'idle', { detail: 'no longer next on a ring' });
    const full = withPeers({ 'out-8': {} }, moved);
    expect(run(...begun, { state: full, now: 59_999 })).to.deep.equal([]);
    expect(run(...begun, { state: full, now: 60_000 })).to.deep.equal([surplus]);
    expect(run(...begun, { state: moved, now: 60_000 })).to.deep.equal([]); // there is room for it
    const needed = withPeers({ 'out-8': {} }, linked);
    expect(run(...begun, { state: needed, now: 59_000 }, { state: full, now: 60_000 })).to.deep.equal([]);
    const byHand = { event: dialStarted('out-9', { address: '10.0.0.9:7000' }), state: linked };
    expect(run({}, byHand, { state: full, now: 60_000 })).to.deep.equal([]); // the operator's own
  });

  it('fills what is left by chance, and counts what is under way', () => {
    const addresses = { '41.1.0.1:7000': {}, '41.2.0.1:7000': {}, '41.3.0.1:7000': {}, '41.4.0.1:7000': {},
      '41.5.0.1:7000': {} };
    expect(dialled(book(addresses))).to.have.length(4);
    expect(dialled(book(addresses), policy({ dialling: 3 }))).to.have.length(3);
    expect(dialled(book(addresses, { peers: { 'out-7': {}, 'out-8': { phase: 'dialling' } } }))).to.have.length(2);
    expect(dialled(book(addresses, { peers: { 'out-6': {}, 'out-7': {}, 'out-8': {}, 'out-9': {} } }))).to.be.empty;
  });

  it('takes whom it knows before whom it was only told of, and says which it was', () => {
    const commands = dialled(book({ '41.1.0.1:7000': {}, '41.2.0.1:7000': { provenAt: -60_000 } }));
    expect(commands).to.deep.equal([dial('41.2.0.1:7000'), dial('41.1.0.1:7000')]);
    expect(as(commands)).to.deep.equal(['random slot', 'random slot, untried']);
  });

  it('leaves out the groups in which a connection stands, as many as it may have of one', () => {
    const peers = { 'out-9': { address: '41.1.9.9:7000' } };
    const state = book({ '41.1.0.1:7000': {}, '41.1.0.2:7000': {} }, { peers });
    expect(dialled(state)).to.deep.equal([]);
    expect(dialled(state, policy({ perGroup: 2 }))).to.have.length(1);
    expect(dialled(state, policy({ perGroup: Infinity }))).to.have.length(2);
  });

  for (const lifecycle of ['stopping', 'leaving', 'stopped'] as const) {
    it(`dials nobody while the node is ${lifecycle}`, () =>
      expect(dialled(book({ '41.1.0.1:7000': {} }, { lifecycle }))).to.deep.equal([]));
  }

  it('says what it weighed', () => {
    const [command] = dialled(book({ '41.1.0.1:7000': { provenAt: -60_000 } }, { peers: { 'out-7': {} } }));
    expect(command === undefined ? undefined : groundsOf(command)).to.deep.equal({
      cause: 1, inputs: { as: 'random slot', outgoing: 1, target: 4, dialling: 0 },
    });
  });
});
