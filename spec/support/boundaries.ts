// What every policy owes at the edges of a stream: nothing, silence, an error, and being let go of.
import { expect } from 'chai';
import { Subject } from 'rxjs';
import type { Env } from '../../lib/env.ts';
import type { Event } from '../../lib/event.ts';
import type { Policy } from '../../lib/policy.ts';
import {
  accepted, addressFrom, aState, banned, closed, closing, connected, deferred, dialStarted, greeted, heard, learnt,
  loopFound, marbles, missed, opened, refused, requested, secured, steps, ticked, unbanned, unreachable, virtualEnv,
} from '../../lib/testing/index.ts';
import { dial } from '../../lib/command.ts';

/** A life with a bit of everything in it. */
const life: readonly Event[] = [
  learnt([addressFrom('out-1'), addressFrom('out-2'), '203.0.113.1:7000']),
  ticked('idle'), dialStarted('out-1'), connected('out-1'), secured('out-1'), greeted('out-1'), opened('out-1'),
  heard('out-1', { rttMs: 40 }), missed('out-1'), accepted('in-2'), opened('in-2'), heard('in-2', { rttMs: 4_000 }),
  ticked('heartbeat'), ticked('discovery'), ticked('status'), banned('10.9.9.9'), unbanned('10.9.9.9'),
  deferred(addressFrom('out-3')), loopFound(addressFrom('out-4')), refused(dial(addressFrom('out-2'))),
  requested({ type: 'dump' }), dialStarted('out-5'), unreachable('out-5'), closing('in-2'), closed('in-2'),
  closed('out-1'),
];

/**
 * Defines the four boundary tests of a policy.
 *
 * @param make with the time and chance of a test
 */
export const boundaries = (make: (env: Env) => Policy): void => {
  const made = (): Policy => make({ ...virtualEnv(), random: () => 0.5 });

  it('completes without a command when nothing happens any more', () =>
    marbles(({ cold, expectCommands }) =>
      expectCommands(cold<Event>('---|').pipe(steps(), made())).toBe('---|')));

  it('says nothing as long as nothing has happened', () =>
    marbles(({ cold, expectCommands }) =>
      expectCommands(cold<Event>('-').pipe(steps(), made()), '^ 10s !').toBe('-')));

  it('passes an error on', () =>
    marbles(({ cold, expectCommands }) =>
      expectCommands(cold<Event>('---#', {}, new Error('a bug')).pipe(steps(), made()))
        .toBe('---#', {}, new Error('a bug'))));

  it('lets go of the steps and of every timer when it is unsubscribed in the midst of a life', () => {
    const env = { ...virtualEnv(), random: () => 0.5 };
    const happened = new Subject<Event>();
    const running = happened.pipe(steps(aState(), undefined, env.scheduler), make(env)).subscribe();
    for (const event of life) {
      happened.next(event);
      env.scheduler.advanceBy(700);
    }
    running.unsubscribe();
    expect(happened.observed).to.equal(false);
    expect(env.scheduler.pending).to.equal(0);
  });
};
