// How long an address is left alone after what.
import { close, defer, dial, type Command } from '../../lib/command.ts';
import type { PeerClosed } from '../../lib/event.ts';
import { HOPELESS_MS, PROVEN_MS, redial, REFUSED_MS } from '../../lib/policies/redial.ts';
import type { State } from '../../lib/state.ts';
import {
  aState, closed, dialStarted, learnt, marbles, nodeIdFrom, opened, refused, steps, unreachable, withPeers,
  type StateSketch,
} from '../../lib/testing/index.ts';

const LIMITS = { minMs: 1_000, maxMs: 600_000 };
const none = (): number => 0;
const half = (): number => 0.5;
const here = '10.0.0.1:7000';
const there = '10.0.0.2:7000';
const b = nodeIdFrom('b');
/** Somebody else is alive, so this node is not offline. */
const online = { 'in-99': {} } as const;

const known = (attempts = 0, more: StateSketch = {}): State =>
  aState({ addresses: { [here]: { attempts } }, peers: online, ...more });

/** What the policy makes of one closing. */
const expectAfter = (state: State, event: PeerClosed, commands: readonly Command[], random = none): void =>
  marbles(({ hot, expectCommands }) => {
    const [x, y, z] = commands;
    const letters = ['', 'x', '(xy)', '(xyz)'][commands.length] ?? '';
    expectCommands(hot('e', { e: event }).pipe(steps(state), redial(LIMITS, random)))
      .toBe(letters, { ...(x && { x }), ...(y && { y }), ...(z && { z }) });
  });

const failed = (more: Partial<PeerClosed> = {}): PeerClosed => unreachable('out-1', { address: here, ...more });
const ended = (more: Parameters<typeof closed>[1] = {}): PeerClosed =>
  closed('out-1', { address: here, node: b, ...more });
const putOff = (forMs: number, attempts: number, error = 'unreachable', address = here): Command =>
  defer(address, { forMs, attempts, error });

describe('redial', () => {
  describe('after failures', () => {
    const waits = [
      [0, 1_000], [1, 2_000], [2, 4_000], [8, 256_000], [9, 512_000], [10, 600_000], [500, 600_000],
    ] as const;
    for (const [before, forMs] of waits) {
      it(`waits ${forMs} ms after failure ${before + 1} in a row`, () =>
        expectAfter(known(before), failed(), [putOff(forMs, before + 1)]));
    }

    it('takes up to half of the wait off, as chance has it', () =>
      expectAfter(known(2), failed(), [putOff(3_000, 3)], half));

    it('says what went wrong', () =>
      expectAfter(known(), failed({ detail: 'ECONNREFUSED' }), [putOff(1_000, 1, 'unreachable: ECONNREFUSED')]));

    it('puts nothing off when an incoming connection ends', () =>
      expectAfter(known(), closed('in-1', { address: here }), []));

    for (const lifecycle of ['stopping', 'leaving'] as const) {
      it(`puts nothing off while the node is ${lifecycle}`, () =>
        expectAfter(known(0, { lifecycle }), failed(), []));
    }
  });

  describe('after a connection that was alive', () => {
    const lived = (forMs: number, then: Command): void =>
      marbles(({ hot, expectCommands }) => {
        const event$ = hot(`d-o ${forMs - 1}ms e`, {
          d: dialStarted('out-1', { address: here }), o: opened('out-1', { address: here, node: b }), e: ended(),
        });
        expectCommands(event$.pipe(steps(known(3)), redial(LIMITS, none))).toBe(`--- ${forMs - 1}ms x`, { x: then });
      });

    it('counts on when it stood one millisecond short of being proven', () =>
      lived(PROVEN_MS - 1, putOff(8_000, 4, 'reset')));

    it('starts afresh when it was proven', () => lived(PROVEN_MS, putOff(1_000, 0, 'reset')));

    it('remembers the failures before it through any number of hellos', () =>
      marbles(({ hot, expectCommands }) => {
        const d = dialStarted('out-1', { address: here });
        const [o, e] = [opened('out-1', { address: here, node: b }), ended()];
        const policy = redial(LIMITS, none);
        expectCommands(hot('doe', { d, o, e }).pipe(steps(known(5)), policy))
          .toBe('          --x', { x: putOff(32_000, 6, 'reset') });
      }));

    const unwanted = ['evicted', 'idle', 'flooded', 'misbehaved', 'slow-reader', 'protocol', 'other-network'] as const;
    for (const reason of unwanted) {
      it(`waits the longest after it ended one as ${reason} itself`, () =>
        expectAfter(known(), ended({ reason, endedBy: 'local' }), [putOff(600_000, 1, reason)]));
    }

    it('waits as ever when the remote ended it so', () =>
      expectAfter(known(), ended({ reason: 'evicted', endedBy: 'remote' }), [putOff(1_000, 1, 'evicted')]));
  });

  describe('with a hint from the remote', () => {
    const hinted = (retryAfterMs: number, more: Partial<PeerClosed> = {}): PeerClosed =>
      ended({ reason: 'full', endedBy: 'remote', retryAfterMs, ...more });

    it('waits as long as it is told', () =>
      expectAfter(known(), hinted(60_000), [putOff(60_000, 1, 'full')]));

    it('waits no shorter than it would have anyhow', () =>
      expectAfter(known(7), hinted(60_000), [putOff(128_000, 8, 'full')]));

    it('waits no longer than its own limit', () =>
      expectAfter(known(), hinted(1_000_000_000), [putOff(600_000, 1, 'full')]));

    it('waits only as long as the hint after the remote went in good order', () =>
      expectAfter(known(7), hinted(2_000, { reason: 'stopping' }), [putOff(2_000, 8, 'stopping')]));

    it('but no shorter than ever', () =>
      expectAfter(known(7), hinted(1, { reason: 'stopping' }), [putOff(1_000, 8, 'stopping')]));

    it('takes no hint from itself', () =>
      expectAfter(known(), hinted(60_000, { endedBy: 'local' }), [putOff(1_000, 1, 'full')]));

    it('leaves the other addresses of the node alone as well, also when it had dialled us', () => {
      const state = aState({ addresses: { [`${b}@${there}`]: { attempts: 4 }, [here]: {} }, peers: online });
      expectAfter(state, closed('in-1', { node: b, reason: 'stopping', endedBy: 'remote', retryAfterMs: 5_000 }),
        [putOff(5_000, 4, 'stopping', there)]);
    });

    it('shortens no wait', () => {
      const state = aState({ addresses: { [`${b}@${there}`]: { nextAttemptAt: 5_001 } }, peers: online });
      expectAfter(state, closed('in-1', { node: b, reason: 'stopping', endedBy: 'remote', retryAfterMs: 5_000 }), []);
    });

    it('spreads those who were all told the same', () =>
      marbles(({ hot, expectCommands }) => {
        const policy = redial({ ...LIMITS, jitter: 0.5 }, half);
        expectCommands(hot('e', { e: hinted(60_000) }).pipe(steps(known()), policy))
          .toBe('x', { x: putOff(75_000, 1, 'full') });
      }));
  });

  describe('when a node is unwanted', () => {
    it('leaves whom the operator dropped alone for ten minutes, on every address', () => {
      const addresses = { [here]: { attempts: 2 }, [`${b}@${there}`]: { attempts: 1 } };
      const state = aState({ addresses, peers: online });
      expectAfter(state, ended({ reason: 'dropped', endedBy: 'local' }),
        [putOff(600_000, 2, 'dropped'), putOff(600_000, 1, 'dropped', there)]);
    });

    it('leaves a dropped node that had dialled us alone where it is known to listen', () => {
      const state = aState({ addresses: { [`${b}@${there}`]: {} }, peers: online });
      expectAfter(state, closed('in-1', { node: b, reason: 'dropped', endedBy: 'local' }),
        [putOff(600_000, 0, 'dropped', there)]);
    });

    it('leaves a banned node alone until its ban ends', () => {
      const state = aState({ addresses: { [here]: {} }, peers: online, bans: { [b]: 90_000 } });
      expectAfter(state, ended({ reason: 'banned', endedBy: 'local' }), [putOff(90_000, 0, 'banned')]);
    });

    it('but no longer than its limit, since the ban may be lifted', () => {
      const state = aState({ addresses: { [here]: {} }, peers: online, bans: { [b]: 9_000_000 } });
      expectAfter(state, ended({ reason: 'banned', endedBy: 'local' }), [putOff(600_000, 0, 'banned')]);
    });

    it('leaves itself alone for six hours', () =>
      expectAfter(known(), ended({ reason: 'self', phase: 'greeted', endedBy: 'local' }),
        [putOff(HOPELESS_MS, 1, 'self')]));

    const another = ended({ reason: 'wrong-identity', phase: 'securing', endedBy: 'local' });

    it('leaves an address alone for six hours where another answers than the operator named', () =>
      marbles(({ hot, expectCommands }) => {
        const pinned = learnt([`${b}@${here}`], { from: 'config' });
        const event$ = hot('ab', { a: pinned, b: { ...another, node: nodeIdFrom('c') } });
        expectCommands(event$.pipe(steps(aState({ peers: online })), redial(LIMITS, none)))
          .toBe('          -x', { x: putOff(HOPELESS_MS, 1, 'wrong-identity') });
      }));

    it('soon tries an address again where another answers than rumour had it', () =>
      expectAfter(aState({ addresses: { [`${b}@${here}`]: {} }, peers: online }), another,
        [putOff(1_000, 1, 'wrong-identity')]));
  });

  describe('while this node is offline', () => {
    const offline = (attempts: number): State => aState({ addresses: { [here]: { attempts } } });

    for (const reason of ['unreachable', 'timed-out'] as const) {
      it(`blames no address for ${reason}`, () =>
        expectAfter(offline(3), failed({ reason }), [putOff(1_000, 3, reason)]));
    }

    it('blames an address that answered', () =>
      expectAfter(offline(3), failed({ reason: 'tls-failed', phase: 'securing' }), [putOff(8_000, 4, 'tls-failed')]));

    for (const peer of ['in-9', 'out-9']) {
      it(`is not offline while ${peer} is alive`, () =>
        expectAfter(withPeers({ [peer]: {} }, offline(3)), failed(), [putOff(8_000, 4)]));
    }
  });

  describe('after a dial that a guard refused', () => {
    const refusal = (state: State, event: ReturnType<typeof refused>, command?: Command): void =>
      marbles(({ hot, expectCommands }) =>
        expectCommands(hot('r', { r: event }).pipe(steps(state), redial(LIMITS, none)))
          .toBe(command === undefined ? '' : 'x', command === undefined ? {} : { x: command }));

    it('looks again half a minute later, and counts no failure', () =>
      refusal(known(2), refused(dial(here), { reason: 'full: 8' }), putOff(REFUSED_MS, 2, 'full: 8')));

    it('does not look again for six hours when it is itself', () =>
      refusal(known(), refused(dial(`${b}@${here}`), { reason: 'self: here' }), putOff(HOPELESS_MS, 0, 'self: here')));

    it('does not touch an address that is put off already, or that it does not know: an operator dialled it', () => {
      refusal(aState({ addresses: { [here]: { nextAttemptAt: 1 } } }), refused(dial(here)));
      refusal(aState(), refused(dial(here)));
    });

    it('has nothing to say about other refusals', () => refusal(known(), refused(close('out-1', 'idle'))));
  });
});
