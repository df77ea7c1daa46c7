// The loop: its order, its limits, and who is named when something breaks.
import { expect } from 'chai';
import {
  defer as perSubscription, delay, finalize, map, merge, mergeMap, NEVER, of, pipe, startWith, Subject, take,
  tap, throwError, type Observable,
} from 'rxjs';
import { because } from '../lib/because.ts';
import { accept, defer, dial, ping, save, type Command } from '../lib/command.ts';
import { controller, type Parts } from '../lib/controller.ts';
import { defaultReducers } from '../lib/defaultReducers.ts';
import type { Effect } from '../lib/effect.ts';
import { echo } from '../lib/effects/echo.ts';
import { LoopError } from '../lib/errors.ts';
import type { Event } from '../lib/event.ts';
import { maxOutgoing } from '../lib/guards/maxOutgoing.ts';
import type { Entry } from '../lib/journal.ts';
import { issue, on, type Policy } from '../lib/policy.ts';
import type { Step } from '../lib/step.ts';
import { DEPTH_MAX } from '../lib/turns.ts';
import {
  accepted, aState, connected, dialStarted, heard, marbles, opened, secured, stopRequested, ticked, virtualEnv,
} from '../lib/testing/index.ts';

const parts = (more: Partial<Parts>): Parts => ({
  initial: aState(),
  sources: {},
  reducers: defaultReducers,
  policies: {},
  guards: {},
  effects: {},
  journal: { record: () => undefined },
  now: () => 0,
  ...more,
});

/** Dials as the transports do: at once there is a connection on its way. */
const dials: Effect = mergeMap(({ id, command }) =>
  command.type === 'dial'
    ? [{ event: dialStarted(`out-${id}`, { address: command.address }), cause: id }]
    : []);

const answering = (type: Command['type'], ...events: readonly Event[]): Effect =>
  mergeMap(({ id, command }) => (command.type === type ? events.map((event) => ({ event, cause: id })) : []));

const lineOf = (entry: Entry): string => {
  const what = entry.kind === 'command' ? entry.command.type : entry.event.type;
  return `${entry.id} ${what} by ${entry.by}${entry.cause === undefined ? '' : ` because of ${entry.cause}`}`;
};

interface Run {
  readonly lines: readonly string[];
  readonly entries: readonly Entry[];
  readonly steps: readonly Step[];
  readonly error: unknown;
  readonly completed: boolean;
}

/** Everything that a controller whose sources are synchronous does. */
const run = (more: Partial<Parts>): Run => {
  const [entries, steps]: [Entry[], Step[]] = [[], []];
  let [error, completed]: [unknown, boolean] = [undefined, false];
  controller(parts({ ...more, journal: { record: (entry) => entries.push(entry) } })).subscribe({
    next: (step) => steps.push(step),
    error: (thrown: unknown) => (error = thrown),
    complete: () => (completed = true),
  });
  return { lines: entries.map(lineOf), entries, steps, error, completed };
};

const onTick = (...commands: readonly Command[]): Policy => pipe(on('ticked'), issue(() => commands));
const tick$ = of(ticked('idle'));

describe('the controller', () => {
  describe('takes one turn at a time', () => {
    it('and events before commands: what a command led to is known before the next is judged', () => {
      const { lines } = run({
        sources: { listen: of(accepted('in-1')) },
        policies: { eager: pipe(on('peer-connected'), map(({ event }) => ping(event.peer))) },
        effects: { peers: answering('accept', connected('in-1'), secured('in-1')) },
      });
      expect(lines).to.deep.equal([
        '1 connection-accepted by listen',
        '2 accept by connections because of 1',
        '3 peer-connected by peers because of 2',
        '4 peer-secured by peers because of 2',
        '5 ping by eager because of 3',
      ]);
    });

    it('so that a guard sees the state left by every command before: two of four dials in one burst pass', () => {
      const addresses = ['10.0.0.1:1', '10.0.0.2:1', '10.0.0.3:1', '10.0.0.4:1'];
      const { lines, steps } = run({
        sources: { idle: tick$ },
        policies: { greedy: onTick(...addresses.map(dial)) },
        guards: { maxOutgoing: maxOutgoing(2) },
        effects: { peers: dials },
      });
      expect(lines).to.deep.equal([
        '1 ticked by idle',
        '2 dial by greedy because of 1',
        '3 dial-started by peers because of 2',
        '4 dial by greedy because of 1',
        '5 dial-started by peers because of 4',
        '6 dial by greedy because of 1',
        '7 command-refused by maxOutgoing because of 6',
        '8 dial by greedy because of 1',
        '9 command-refused by maxOutgoing because of 8',
      ]);
      expect(steps.at(-1)?.state.refused.toJSON()).to.deep.equal({ maxOutgoing: 2 });
    });

    it('and shows every observer the same order, though one of them pushes into a source meanwhile', () => {
      const event$ = new Subject<Event>();
      const seen: Record<'first' | 'second' | 'outside', string[]> = { first: [], second: [], outside: [] };
      const watch = (who: 'first' | 'second', push: (type: string) => void = () => undefined): Policy =>
        pipe(
          tap(({ event }: Step) => {
            seen[who].push(event.type);
            push(event.type);
          }),
          mergeMap((): Command[] => []),
        );
      const once = (type: string): void => (type === 'ticked' ? event$.next(heard('a')) : undefined);
      const policies = { first: watch('first', once), second: watch('second') };
      const running = controller(parts({ sources: { event$ }, policies }))
        .subscribe(({ event }) => {
          seen.outside.push(event.type);
          if (event.type === 'ticked') event$.next(opened('b'));
        });
      event$.next(ticked('idle'));
      running.unsubscribe();
      const order = ['ticked', 'peer-heard', 'peer-opened'];
      expect(seen).to.deep.equal({ first: order, second: order, outside: order });
    });

    it('and takes one burst for one instant', () => {
      let clock = 0;
      const { entries, steps } = run({
        sources: { idle: of(ticked('idle'), ticked('status')) },
        policies: { eager: onTick(dial('10.0.0.1:1')) },
        effects: { peers: dials },
        now: () => ++clock,
      });
      expect(entries.map(({ at }) => at)).to.deep.equal([1, 1, 1, 2, 2, 2]);
      expect(steps.map(({ now }) => now)).to.deep.equal([1, 1, 2, 2]);
    });
  });

  describe('writes down', () => {
    it('what a policy weighed', () => {
      const { entries } = run({
        sources: { idle: tick$ },
        policies: { wise: pipe(on('ticked'), issue(() => [{ command: save(), inputs: { changes: 3 } }])) },
      });
      expect(entries[1]).to.deep.equal(
        { kind: 'command', id: 2, at: 0, by: 'wise', cause: 1, inputs: { changes: 3 }, command: save() });
    });

    it('what led to a command that comes later, and nothing when its policy does not say', () => {
      const { scheduler } = virtualEnv({ startsAt: 0 });
      const lines: string[] = [];
      const later = (mark: (step: Step) => Command): Policy => pipe(on('ticked'), delay(5_000, scheduler), map(mark));
      const running = controller(parts({
        sources: { idle: merge(tick$, NEVER) },
        policies: { mindful: later((step) => because(step, save())), forgetful: later(() => save()) },
        journal: { record: (entry) => lines.push(`${lineOf(entry)} at ${entry.at}`) },
        now: () => scheduler.now(),
      })).subscribe();
      scheduler.advanceBy(5_000);
      running.unsubscribe();
      expect(lines).to.deep.equal([
        '1 ticked by idle at 0', '2 save by mindful because of 1 at 5000', '3 save by forgetful at 5000',
      ]);
    });

    it('a refusal as such, and what the reducers make of it as caused by it', () => {
      const { lines, entries } = run({
        sources: { listen: of(accepted('in-1')) },
        guards: { closed: ({ command }) => (command.type === 'accept' ? 'full: today' : undefined) },
      });
      expect(lines).to.deep.equal([
        '1 connection-accepted by listen',
        '2 accept by connections because of 1',
        '3 command-refused by closed because of 2',
        '4 close by connections because of 3',
      ]);
      expect(entries[2]).to.deep.equal({
        kind: 'refusal', id: 3, at: 0, by: 'closed', cause: 2,
        event: { type: 'command-refused', command: accept('in-1'), guard: 'closed', reason: 'full: today' },
      });
    });

    it('the first guard that refuses, and asks no other', () => {
      const asked: string[] = [];
      const guard = (name: string, answer?: string) => (): string | undefined => { asked.push(name); return answer; };
      run({
        sources: { idle: tick$ },
        policies: { p: onTick(save()) },
        guards: { lets: guard('lets'), refuses: guard('refuses', 'no'), never: guard('never') },
      });
      expect(asked).to.deep.equal(['lets', 'refuses']);
    });
  });

  describe('ends', () => {
    it('when every source and every effect has completed, and not before', () =>
      marbles(({ cold, expectObservable }) => {
        const sources = { one: cold('a|', { a: ticked('idle') }), two: cold('---b|', { b: ticked('status') }) };
        const slow: Effect = pipe(delay(5), map(() => ({ event: heard('a') })));
        const type$ = controller(parts({ sources, policies: { p: onTick(save()) }, effects: { slow } }))
          .pipe(map(({ event }) => event.type));
        expectObservable(type$).toBe('t--t-h--(h|)', { t: 'ticked', h: 'peer-heard' });
      }));

    it('at once when the node has stopped, though a source goes on', () => {
      const { steps, completed, error } = run({
        sources: { operator: merge(of(stopRequested()), NEVER) }, effects: { echo },
      });
      expect(steps.map(({ event }) => event.type)).to.deep.equal(['stop-requested', 'stop-prepared']);
      expect([completed, error, steps.at(-1)?.state.lifecycle]).to.deep.equal([true, undefined, 'stopped']);
    });

    it('with nobody to hear it after the end', () => {
      const late = new Subject<Event>();
      const { steps } = run({ sources: { a: merge(of(stopRequested()), late) }, effects: { echo } });
      late.next(ticked('idle'));
      expect([steps.length, late.observed]).to.deep.equal([2, false]);
    });
  });

  describe('lets go', () => {
    const watched = (log: string[]): Partial<Parts> => {
      const logged = <T>(name: string) => (source$: Observable<T>): Observable<T> =>
        perSubscription(() => { log.push(`+${name}`); return source$; }).pipe(finalize(() => log.push(`-${name}`)));
      return {
        sources: { s: NEVER.pipe(logged('source')) },
        policies: { p: (step$) => step$.pipe(logged('policy'), mergeMap((): Command[] => [])) },
        effects: { e: (issued$) => issued$.pipe(logged('effect'), mergeMap(() => [])) },
      };
    };

    it('of sources, policies and effects in this order, having begun with them the other way round', () => {
      const log: string[] = [];
      controller(parts(watched(log))).subscribe().unsubscribe();
      expect(log).to.deep.equal(['+effect', '+policy', '+source', '-source', '-policy', '-effect']);
    });

    it('of everything when a part breaks', () => {
      const log: string[] = [];
      const more = watched(log);
      const { error } = run({ ...more, sources: { ...more.sources, broken: throwError(() => new Error('x')) } });
      expect(error).to.be.instanceOf(LoopError);
      expect(log.filter((line) => line.startsWith('-'))).to.have.members(['-source', '-policy', '-effect']);
    });

    it('of nothing that it never took: it is cold, and every subscription is a run of its own', () => {
      const { steps } = run({ sources: { idle: tick$ } });
      const twice$ = controller(parts({ sources: { idle: tick$ } })).pipe(map(({ id }) => id));
      const ids: number[] = [];
      for (let count = 0; count < 2; count++) twice$.subscribe((id) => ids.push(id));
      expect([steps.length, ids]).to.deep.equal([1, [1, 1]]);
    });
  });

  it('hears what a policy wants from the start, before any source speaks', () => {
    const { lines } = run({
      sources: { idle: tick$ },
      policies: { early: pipe(on('ticked'), map(() => ping('a')), startWith(save())) },
      effects: { disk: answering('save', ticked('status')) },
    });
    expect(lines.slice(0, 2)).to.deep.equal(['1 save by early', '2 ticked by disk because of 1']);
  });

  describe('fails, and says which part broke', () => {
    const bug = (): never => { throw new TypeError('a bug'); };
    const base = { sources: { idle: tick$ }, policies: { eager: onTick(save()) } };
    const broken: readonly (readonly [string, Partial<Parts>, string])[] = [
      ['source', { ...base, sources: { bad: throwError(() => new TypeError('a bug')) } }, 'failed'],
      ['source', { ...base, sources: { bad: perSubscription(bug) } }, 'failed'],
      ['policy', { ...base, policies: { bad: map(bug) } }, 'failed'],
      ['policy', { ...base, policies: { bad: bug } }, 'failed'],
      ['effect', { ...base, effects: { bad: map(bug) } }, 'failed'],
      ['reducer', { ...base, reducers: { bad: bug } }, 'threw'],
      ['guard', { ...base, guards: { bad: bug } }, 'threw'],
    ];
    for (const [role, more, how] of broken) {
      it(`the ${role} that ${how}`, () => {
        const { error, completed } = run(more);
        const message = `${role} bad ${how}: a bug`;
        expect(error).to.be.instanceOf(LoopError).and.include({ role, part: 'bad', message });
        expect((error as LoopError).cause).to.be.instanceOf(TypeError);
        expect(completed).to.be.false;
      });
    }

    it('the policy that answers itself', () => {
      const again: Policy = pipe(
        on('ticked', 'address-deferred'), issue(() => [defer('10.0.0.1:1', { forMs: 1, attempts: 1 })]));
      const { error, lines } = run({ sources: { idle: tick$ }, policies: { again }, effects: { echo } });
      const message = `policy again answers itself: ${DEPTH_MAX + 1} turns deep, limit ${DEPTH_MAX}`;
      expect(error).to.be.instanceOf(LoopError).and.include({ role: 'policy', part: 'again', message });
      expect(lines.length).to.equal(DEPTH_MAX + 1);
    });

    it('and not a policy that many others answer once', () => {
      const { error, steps } = run({
        sources: { idle: tick$ },
        policies: { many: onTick(...Array.from({ length: 10_000 }, (_, at) => dial(`10.0.${at >> 8}.${at & 255}:1`))) },
        effects: { peers: dials },
      });
      expect([error, steps.length]).to.deep.equal([undefined, 10_001]);
    });

    it('only once, and takes no more turns after it', () => {
      const { lines } = run({
        sources: { idle: of(ticked('idle'), ticked('idle')) },
        policies: { eager: onTick(save(), save()) },
        guards: { bad: bug },
      });
      expect(lines).to.deep.equal(['1 ticked by idle', '2 save by eager because of 1']);
    });
  });

  it('leaves a part that completes alone, and runs on', () => {
    const { lines, completed } = run({
      sources: { idle: of(ticked('idle'), ticked('idle')) },
      policies: { once: pipe(onTick(save()), take(1)) },
    });
    expect(lines).to.deep.equal(['1 ticked by idle', '2 save by once because of 1', '3 ticked by idle']);
    expect(completed).to.be.true;
  });
});
