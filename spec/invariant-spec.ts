// What must hold, in a test, in a simulation and as an alarm.
import { expect } from 'chai';
import { endpointOf } from '../lib/address.ts';
import { alarm, check, InvariantError, type Violation } from '../lib/invariant.ts';
import { atMost } from '../lib/invariants/atMost.ts';
import { never } from '../lib/invariants/never.ts';
import { map } from 'rxjs';
import { occupied } from '../lib/state.ts';
import type { Step } from '../lib/step.ts';
import {
  addressFrom, aState, closed, dialStarted, heard, marbles, opened, steps, unreachable,
} from '../lib/testing/index.ts';

const outgoing = atMost(({ state }: Step) => occupied(state, 'out'), 2, 'two outgoing connections');

const withinBackOff = never(({ event, state, now }: Step) => {
  if (event.type !== 'dial-started') return false;
  const waitsMs = (state.addresses.get(endpointOf(event.address))?.nextAttemptAt ?? 0) - now;
  return waitsMs > 0 && { address: event.address, waitsMs };
}, 'dial within back-off');

const standing = (alive: number, dialling: number) =>
  ({ lifecycle: 'running', outgoing: alive, incoming: 0, dialling });

const third: Violation = {
  invariant: 'two outgoing connections',
  step: 4,
  at: 3,
  event: 'dial-started',
  facts: { value: 3, max: 2, ...standing(1, 2) },
};

const [a, b, c] = [dialStarted('out-1'), dialStarted('out-2'), dialStarted('out-3')];
const o = opened('out-1');

describe('atMost', () => {
  it('holds on the limit, and is violated by the step that passes it', () =>
    marbles(({ hot, expectObservable }) =>
      expectObservable(hot('aobc', { a, o, b, c }).pipe(steps(), outgoing)).toBe('---v', { v: third })));

  it('is told once while it lasts, and again after it has been within', () =>
    marbles(({ hot, expectObservable }) => {
      const [h, u] = [heard('out-1'), unreachable('out-3')];
      const again = { ...third, step: 7, at: 6 };
      expectObservable(hot('aobchuc', { a, o, b, c, h, u }).pipe(steps(), outgoing))
        .toBe('---v--w', { v: third, w: again });
    }));
});

describe('never', () => {
  const dialling = (nextAttemptAt: number) => aState({ addresses: { [addressFrom('out-1')]: { nextAttemptAt } } });

  it('is violated at every step for which it is true, with the facts it gives', () =>
    marbles(({ hot, expectObservable }) => {
      const facts = { address: addressFrom('out-1'), waitsMs: 1, ...standing(0, 1) };
      const v: Violation = { invariant: 'dial within back-off', step: 1, at: 1, event: 'dial-started', facts };
      expectObservable(hot('-a', { a }).pipe(steps(dialling(2)), withinBackOff)).toBe('-v', { v });
    }));

  it('holds on the boundary', () =>
    marbles(({ hot, expectObservable }) =>
      expectObservable(hot('-a', { a }).pipe(steps(dialling(1)), withinBackOff)).toBe('')));

  it('needs no facts', () =>
    marbles(({ hot, expectObservable }) => {
      const v: Violation = { invariant: 'close', step: 1, at: 0, event: 'peer-closed', facts: standing(0, 0) };
      expectObservable(hot('x', { x: closed('out-1') })
        .pipe(steps(), never(({ event }) => event.type === 'peer-closed', 'close')))
        .toBe('v', { v });
    }));
});

describe('check', () => {
  it('passes steps on, and fails on the first that violates any, with all that is known of it', () =>
    marbles(({ hot, expectObservable }) => {
      const event$ = hot('aobc', { a, o, b, c });
      expectObservable(event$.pipe(steps(), check(withinBackOff, outgoing), map(({ event }) => event.type)))
        .toBe('aob#', { a: 'dial-started', o: 'peer-opened', b: 'dial-started' }, new InvariantError(third));
    }));

  it('says it in one line', () =>
    expect(new InvariantError(third).message).to.equal(
      'two outgoing connections: violated at step 4 (dial-started) at 3 ms: ' +
      'value 3, max 2, lifecycle running, outgoing 1, incoming 0, dialling 2',
    ));

  const edges = [['completes with the steps', '--|'], ['says nothing of nothing', '-'],
    ['passes an error on', '--#']] as const;
  for (const [name, diagram] of edges) {
    it(name, () =>
      marbles(({ cold, expectSteps }) => expectSteps(cold<typeof a>(diagram).pipe(steps(), check(outgoing)))
        .toBe(diagram)));
  }
});

describe('alarm', () => {
  it('issues nothing, tells of each violation, and goes on', () => {
    const told: Violation[] = [];
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('aobc|', { a, o, b, c })
        .pipe(steps(), alarm([outgoing, withinBackOff], (one) => told.push(one))))
        .toBe('----|'));
    expect(told).to.deep.equal([third]);
  });
});
