// When what the node learnt is written.
import { expect } from 'chai';
import { Subject } from 'rxjs';
import { groundsOf } from '../../lib/because.ts';
import { save, type Command } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { saveBook } from '../../lib/policies/saveBook.ts';
import {
  aState, banned, heard, learnt, marbles, steps, ticked, unbanned, virtualEnv,
} from '../../lib/testing/index.ts';

const x = save();
const events = {
  a: learnt(['10.0.0.1:7000']), b: learnt(['10.0.0.2:7000']), c: learnt(['10.0.0.3:7000']),
  B: banned('10.0.0.9'), U: unbanned('10.0.0.9'), h: heard('out-1'), s: ticked('status'),
};

describe('saveBook', () => {
  it('saves when the time is up after the first change, with all that came meanwhile', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('-a-b-----', events);
      const expected = '  ------x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('saves at most once in its time while changes go on', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('a-----bc----', events);
      const expected = '  -----x-----x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('saves nothing when nothing changed', () =>
    marbles(({ hot, expectCommands }) => {
      const state = aState({ peers: { 'out-1': {} }, addresses: { '10.0.0.1:7000': {} } });
      const event$ = hot('a 50ms h 50ms a 50ms s', events);
      const expected = '  -----x'; // what the node was started with is written once
      expectCommands(event$.pipe(steps(state), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('saves a ban and its end at once, and not again later', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--B 1s U 1s h', events);
      const expected = '  --x 1s x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('saves a ban at once though a change waits for its time', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('-aB------', events);
      const expected = '  --x---x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('does not save a ban while the book that holds it is still being read: what is known is less than the file', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('B--a---', { ...events, B: banned('10.0.0.9', { from: 'book' }) });
      const expected = '  -----x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('saves when a ban has run out', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('B---s', { ...events, B: banned('10.0.0.9', { until: 3 }) });
      const expected = '  x--------x';
      expectCommands(event$.pipe(steps(), saveBook({ everyMs: 5 }))).toBe(expected, { x });
    }));

  it('names the newest change as its cause', () => {
    const { scheduler } = virtualEnv();
    const event$ = new Subject<Event>();
    const commands: Command[] = [];
    event$.pipe(steps(aState(), undefined, scheduler), saveBook({ everyMs: 5_000 }, scheduler))
      .subscribe((command) => commands.push(command));
    for (const event of [events.h, events.a, events.b, events.h]) event$.next(event);
    scheduler.advanceBy(5_000);
    expect(commands.map(groundsOf)).to.deep.equal([{ cause: 3 }]);
  });
});
