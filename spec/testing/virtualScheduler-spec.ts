// Time moved by hand: the order of what is due, what a cancelled action leaves behind, and RxJS's own operators on it.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  auditTime, bufferTime, debounceTime, delay, interval, map, of, retry, Subject, subscribeOn, take, timeout, timer,
  type Observable, type Subscription,
} from 'rxjs';
import { EPOCH_MS, VirtualScheduler } from '../../lib/testing/virtualScheduler.ts';

const zero = (): VirtualScheduler => new VirtualScheduler(0);

describe('VirtualScheduler', () => {
  it('stands still until it is moved', () => {
    const scheduler = new VirtualScheduler();
    expect(scheduler.now()).to.equal(EPOCH_MS);
    let ran = false;
    scheduler.schedule(() => (ran = true), 0);
    expect([ran, scheduler.pending, scheduler.nextAt]).to.deep.equal([false, 1, EPOCH_MS]);
    expect(scheduler.advanceBy(0)).to.equal(1);
    expect([ran, scheduler.pending, scheduler.nextAt]).to.deep.equal([true, 0, undefined]);
  });

  it('runs what is due at the very end, and leaves what is due a millisecond later', () => {
    const scheduler = zero();
    const ran: number[] = [];
    for (const ms of [10, 11]) scheduler.schedule(() => ran.push(scheduler.now()), ms);
    scheduler.advanceTo(10);
    expect(ran).to.deep.equal([10]);
    expect([scheduler.now(), scheduler.pending]).to.deep.equal([10, 1]);
  });

  it('goes on to the time asked for when nothing is due', () => {
    const scheduler = zero();
    scheduler.advanceBy(1_000);
    expect(scheduler.now()).to.equal(1_000);
  });

  it('does not go back', () => {
    const scheduler = new VirtualScheduler(5);
    expect(() => scheduler.advanceTo(4)).to.throw(RangeError, 'time cannot be moved to 4: it is 5');
    expect(() => scheduler.advanceBy(Number.NaN)).to.throw(RangeError);
  });

  it('takes a delay below zero, and one that is no number, for none', () => {
    const scheduler = zero();
    scheduler.schedule(() => undefined, -5);
    scheduler.schedule(() => undefined, Number.NaN);
    expect(scheduler.advanceBy(0)).to.equal(2);
  });

  it('moves an action that is scheduled again while it waits', () => {
    const scheduler = zero();
    const ran: [number, string][] = [];
    const action = scheduler.schedule((text?: string) => ran.push([scheduler.now(), text ?? '']), 5, 'first');
    (action as Subscription & { schedule(state: string, ms: number): void }).schedule('second', 20);
    expect(scheduler.pending).to.equal(1);
    scheduler.run();
    expect(ran).to.deep.equal([[20, 'second']]);
  });

  it('forgets a cancelled action at once', () => {
    const scheduler = zero();
    const actions = Array.from({ length: 100 }, (_, at) => scheduler.schedule(() => undefined, at));
    for (const action of actions) action.unsubscribe();
    expect(scheduler.pending).to.equal(0);
    actions[0]?.unsubscribe();
    expect(scheduler.run()).to.equal(0);
  });

  it('goes on after an action that threw', () => {
    const scheduler = zero();
    const ran: number[] = [];
    scheduler.schedule(() => { throw new Error('a bug'); }, 1);
    scheduler.schedule(() => ran.push(scheduler.now()), 2);
    expect(() => scheduler.run()).to.throw('a bug');
    expect(scheduler.run()).to.equal(1);
    expect(ran).to.deep.equal([2]);
  });

  it('does not let an action move time', () => {
    const scheduler = zero();
    scheduler.schedule(() => scheduler.advanceBy(1), 1);
    expect(() => scheduler.run()).to.throw('an action cannot move it');
  });

  it('runs until idle, and says what still waits when that takes too long', () => {
    const scheduler = zero();
    expect(scheduler.run()).to.equal(0);
    const ticking = interval(10, scheduler).subscribe();
    const busy = 'still busy after 3 actions, limit 3: 1 wait, the first for 40';
    expect(() => scheduler.run(3)).to.throw(RangeError, busy);
    ticking.unsubscribe();
    expect(scheduler.run(3)).to.equal(0);
  });

  it('does not wait for what is never due', () => {
    const scheduler = zero();
    scheduler.schedule(() => undefined, Infinity);
    expect([scheduler.run(), scheduler.pending, scheduler.now()]).to.deep.equal([0, 1, 0]);
  });

  describe('soon', () => {
    it('runs after the action under way, before the next one of the same moment', () => {
      const scheduler = zero();
      const ran: string[] = [];
      scheduler.schedule(() => {
        scheduler.soon(() => {
          ran.push('soon');
          scheduler.soon(() => ran.push('sooner or later'));
        });
        ran.push('first');
      }, 5);
      scheduler.schedule(() => ran.push('second'), 5);
      scheduler.run();
      expect(ran).to.deep.equal(['first', 'soon', 'sooner or later', 'second']);
    });

    it('runs what was asked for outside of any action before time moves', () => {
      const scheduler = zero();
      const ran: number[] = [];
      scheduler.soon(() => ran.push(scheduler.now()));
      scheduler.advanceBy(10);
      expect(ran).to.deep.equal([0]);
    });

    it('gives up on what asks for itself again and again', () => {
      const scheduler = zero();
      const again = (): void => scheduler.soon(again);
      again();
      expect(() => scheduler.advanceBy(1)).to.throw(RangeError, 'still busy at 0 after 1000000 turns');
    });
  });

  it('runs everything in the order of a list that is sorted by time and by when it was asked for', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('schedule' as const), ms: fc.nat(30) }),
      fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(60) }),
      fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(20) }),
    );
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (all) => {
      const scheduler = zero();
      const [ran, wanted]: [string[], string[]] = [[], []];
      const actions: Subscription[] = [];
      let list: { at: number; id: number }[] = [];
      let now = 0;
      for (const one of all) {
        if (one.kind === 'schedule') {
          const id = actions.length;
          actions.push(scheduler.schedule(() => ran.push(`${id} at ${scheduler.now()}`), one.ms));
          list.push({ at: now + one.ms, id });
        } else if (one.kind === 'cancel') {
          actions[one.which]?.unsubscribe();
          list = list.filter(({ id }) => id !== one.which);
        } else {
          now += one.ms;
          scheduler.advanceTo(now);
          const due = list.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.id - b.id);
          wanted.push(...due.map(({ at, id }) => `${id} at ${at}`));
          list = list.filter(({ at }) => at > now);
        }
        expect(scheduler.pending).to.equal(list.length);
      }
      expect(ran).to.deep.equal(wanted);
    }));
  });

  describe('under the operators of RxJS', () => {
    const seen = (make: (scheduler: VirtualScheduler) => Observable<unknown>): unknown[] => {
      const scheduler = zero();
      const all: unknown[] = [];
      make(scheduler).subscribe((value) => all.push([scheduler.now(), value]));
      scheduler.advanceBy(100);
      return all;
    };
    const pulse = (scheduler: VirtualScheduler) => interval(10, scheduler).pipe(take(4));

    it('ticks as timer and interval do', () => {
      expect(seen((scheduler) => timer(0, 40, scheduler))).to.deep.equal([[0, 0], [40, 1], [80, 2]]);
      expect(seen(pulse)).to.deep.equal([[10, 0], [20, 1], [30, 2], [40, 3]]);
    });

    it('delays, debounces, audits and buffers', () => {
      expect(seen((s) => pulse(s).pipe(delay(5, s)))).to.deep.equal([[15, 0], [25, 1], [35, 2], [45, 3]]);
      expect(seen((s) => pulse(s).pipe(debounceTime(15, s)))).to.deep.equal([[40, 3]]);
      expect(seen((s) => pulse(s).pipe(auditTime(15, s)))).to.deep.equal([[25, 1], [45, 3]]);
      expect(seen((s) => pulse(s).pipe(bufferTime(25, s)))).to.deep.equal([[25, [0, 1]], [40, [2, 3]]]);
    });

    it('times out, retries after a timer, and subscribes late', () => {
      expect(seen((s) => new Subject().pipe(timeout({ first: 7, with: () => of('late'), scheduler: s }))))
        .to.deep.equal([[7, 'late']]);
      let tries = 0;
      const flaky = (s: VirtualScheduler) => of(0).pipe(
        map(() => { if (tries++ < 2) throw new Error('not yet'); return tries; }),
        retry({ count: 5, delay: () => timer(10, s) }),
      );
      expect(seen(flaky)).to.deep.equal([[20, 3]]);
      expect(seen((s) => of('a').pipe(subscribeOn(s, 30)))).to.deep.equal([[30, 'a']]);
    });
  });
});
