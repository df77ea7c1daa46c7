// The monitor idle: whom it dials, whom it passes over, and in which order.
import { expect } from 'chai';
import { firstValueFrom, of } from 'rxjs';
import { groundsOf } from '../../lib/because.ts';
import { dial, type Command } from '../../lib/command.ts';
import { dialIdle } from '../../lib/policies/dialIdle.ts';
import { aState, marbles, nodeIdFrom, steps, ticked, virtualEnv, type StateSketch } from '../../lib/testing/index.ts';

const [one, two, three, four] = ['10.0.0.1:7000', '10.0.0.2:7000', '10.0.0.3:7000', '10.0.0.4:7000'] as const;
const b = nodeIdFrom('b');
const policy = dialIdle({ target: 3, dialling: 2 });

/** What one tick at 0 makes of a state in which all else happened a minute before. */
const dialled = (sketch: StateSketch, by = policy): readonly Command[] => {
  const commands: Command[] = [];
  const { scheduler } = virtualEnv({ startsAt: 0 });
  of(ticked('idle'))
    .pipe(steps(aState({ now: -60_000, ...sketch }), undefined, scheduler), by)
    .subscribe((command) => commands.push(command));
  return commands;
};

describe('dialIdle', () => {
  it('dials on a tick of the monitor idle, and on no other', () =>
    marbles(({ hot, expectCommands }) => {
      const state = aState({ addresses: { [one]: {} } });
      const event$ = hot(' -s-d-h-i', {
        s: ticked('status'), d: ticked('discovery'), h: ticked('heartbeat'), i: ticked('idle'),
      });
      const expected = '  -------x';
      expectCommands(event$.pipe(steps(state), policy)).toBe(expected, { x: dial(one) });
    }));

  it('dials as many as are under way at once, and no more', () =>
    expect(dialled({ addresses: { [one]: {}, [two]: {}, [three]: {} } })).to.deep.equal([dial(one), dial(two)]));

  it('counts the attempts under way', () =>
    expect(dialled({ addresses: { [one]: {}, [two]: {} }, peers: { 'out-9': { phase: 'dialling' } } }))
      .to.deep.equal([dial(one)]));

  it('dials up to the target, and rests on it', () => {
    const addresses = { [one]: {}, [two]: {} };
    expect(dialled({ addresses, peers: { 'out-7': {}, 'out-8': {} } })).to.deep.equal([dial(one)]);
    expect(dialled({ addresses, peers: { 'out-7': {}, 'out-8': {}, 'out-9': {} } })).to.deep.equal([]);
  });

  it('does not count incoming connections', () =>
    expect(dialled({ addresses: { [one]: {} }, peers: { 'in-7': {}, 'in-8': {}, 'in-9': {} } }))
      .to.deep.equal([dial(one)]));

  it('spares an address one millisecond short of its time, and dials it on it', () => {
    expect(dialled({ addresses: { [one]: { nextAttemptAt: 1 } } })).to.deep.equal([]);
    expect(dialled({ addresses: { [one]: { nextAttemptAt: 0 } } })).to.deep.equal([dial(one)]);
  });

  it('asks for the node where it is known', () =>
    expect(dialled({ addresses: { [`${b}@${one}`]: {} } })).to.deep.equal([dial(`${b}@${one}`)]));

  for (const direction of ['in', 'out']) {
    it(`passes over a node to which a connection stands, ${direction}`, () => {
      const peers = { [`${direction}-1`]: { node: b } };
      expect(dialled({ addresses: { [`${b}@${one}`]: {} }, peers })).to.deep.equal([]);
    });
  }

  it('passes over what it is connected to, and what a connected node says it listens on', () => {
    expect(dialled({ addresses: { [one]: {} }, peers: { 'out-1': { address: one } } })).to.deep.equal([]);
    expect(dialled({ addresses: { [one]: {} }, peers: { 'in-1': { addresses: [one] } } })).to.deep.equal([]);
  });

  it('is not kept from a node by another one that claims its address', () => {
    const peers = { 'in-1': { node: nodeIdFrom('c'), addresses: [one] } };
    expect(dialled({ addresses: { [`${b}@${one}`]: {} }, peers })).to.deep.equal([dial(`${b}@${one}`)]);
  });

  it('passes over itself: by mark, by where it listens, by id', () => {
    expect(dialled({ addresses: { [one]: { self: true } } })).to.deep.equal([]);
    expect(dialled({ addresses: { [one]: {} }, listening: [one] })).to.deep.equal([]);
    expect(dialled({ addresses: { [`${nodeIdFrom('self')}@${one}`]: {} } })).to.deep.equal([]);
  });

  for (const subject of [one, '10.0.0.1', b]) {
    it(`passes over whoever is banned as ${subject}, until the ban ends`, () => {
      const addresses = { [`${b}@${one}`]: {} };
      expect(dialled({ addresses, bans: { [subject]: 1 } })).to.deep.equal([]);
      expect(dialled({ addresses, bans: { [subject]: 0 } })).to.deep.equal([dial(`${b}@${one}`)]);
    });
  }

  it('takes the fewest failures first, then whose turn came longest ago, then by name', () => {
    const all = dialIdle({ target: 8, dialling: 8 });
    expect(dialled({ addresses: {
      [one]: { attempts: 1, nextAttemptAt: -9 },
      [four]: { nextAttemptAt: -5 },
      [three]: { nextAttemptAt: -5 },
      [two]: { nextAttemptAt: -1 },
    } }, all)).to.deep.equal([dial(three), dial(four), dial(two), dial(one)]);
  });

  it('dials one address of each node: a second would only be a duplicate', () =>
    expect(dialled({ addresses: { [`${b}@${two}`]: {}, [`${b}@${one}`]: {} } })).to.deep.equal([dial(`${b}@${one}`)]));

  for (const lifecycle of ['stopping', 'leaving', 'stopped'] as const) {
    it(`dials nobody while the node is ${lifecycle}`, () =>
      expect(dialled({ addresses: { [one]: {} }, lifecycle })).to.deep.equal([]));
  }

  it('says what it weighed', async () => {
    const peers = { 'out-7': {}, 'out-9': { phase: 'greeted' } } as const;
    const state = aState({ addresses: { [one]: {}, [two]: {} }, peers });
    const command = await firstValueFrom(of(ticked('idle')).pipe(steps(state), policy), { defaultValue: dial(one) });
    const inputs = { outgoing: 2, target: 3, dialling: 1, candidates: 2 };
    expect(groundsOf(command)).to.deep.equal({ cause: 1, inputs });
  });
});
