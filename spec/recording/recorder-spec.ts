// What a recording must not miss: chance and commands of the very start, and policies with a will of their own.
import { expect } from 'chai';
import { defer, filter, map, merge, of, startWith, Subject, tap, timer } from 'rxjs';
import { ban, type Command } from '../../lib/command.ts';
import { defaultGuards } from '../../lib/defaults.ts';
import type { Env } from '../../lib/env.ts';
import { issue, on, type Policies, type Policy } from '../../lib/policy.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { replay } from '../../lib/recording/replay.ts';
import type { Replayed } from '../../lib/recording/replayed.ts';
import { because } from '../../lib/because.ts';
import { Lines } from '../support/lines.ts';
import { Town, type House } from '../support/town.ts';

const banned = (subject: string): Command => ban(subject, { forMs: 1_000, reason: 'test' });

type Make = (env: Env) => Policies;

const recorded = (policies: Make, during: (house: House, town: Town) => void = () => undefined): readonly string[] => {
  const town = new Town();
  const log = new Lines();
  const house = town.house('a', { policies, recording: { log, habits: {} } });
  town.advance(3_000);
  during(house, town);
  house.net.stop('test');
  town.advance(3_000);
  house.running.unsubscribe();
  return log.lines;
};

const replayed = (lines: readonly string[], policies: Make): Replayed =>
  replay(readLog(lines), { policies, guards: defaultGuards() });

const expectSame = (lines: readonly string[], policies: Make): void => {
  const commands = lines.filter((line) => line.startsWith('["c"')).length;
  const result = replayed(lines, policies);
  expect(result.firstDifference).to.equal(undefined);
  expect(result.commands).to.equal(commands);
  expect(result.isCut).to.equal(false);
};

const onTicks = (decide: (now: number) => readonly Command[]): Policy => (step$) =>
  step$.pipe(on('ticked'), filter(({ event }) => event.timer === 'idle'), issue(({ now }) => decide(now)));

describe('a recording', () => {
  it('holds the chance that was drawn while the policies were made', () => {
    const make: Make = ({ random }) => {
      const drawn = random();
      return { mine: onTicks(() => [banned(`host-${drawn}`)]) };
    };
    expectSame(recorded(make), make);
  });

  it('holds the chance that was drawn when they were subscribed, and the time it was then', () => {
    const make: Make = ({ random, scheduler }) => ({
      mine: (step$) => defer(() => {
        const subject = `host-${random()}-${scheduler.now()}`;
        return step$.pipe(onTicks(() => [banned(subject)]));
      }),
    });
    expectSame(recorded(make), make);
  });

  it('holds the commands that a policy begins with, and what came of them', () => {
    const make: Make = () => ({
      mine: (step$) => merge(
        step$.pipe(on('subject-banned'), filter(({ event }) => event.subject === 'first'), map(() => banned('second'))),
        of(banned('first')),
      ),
      other: (step$) => step$.pipe(filter(() => false), map(() => banned('never')), startWith(banned('third'))),
    });
    const lines = recorded(make);
    expect(lines.filter((line) => line.startsWith('["c"'))).to.have.length.of.at.least(3);
    expectSame(lines, make);
  });

  it('holds what a policy said by a clock that is not the node\'s, at its time and with its cause', () => {
    const own$ = new Subject<string>();
    const wilful: Make = () => ({
      mine: (step$) => defer(() => {
        let last = 0;
        return merge(
          step$.pipe(tap(({ id }) => (last = id)), filter(() => false), map(() => banned('never'))),
          own$.pipe(map((subject) => because({ id: last }, banned(subject)))),
        );
      }),
    });
    const lines = recorded(wilful, (house, town) => {
      own$.next('first');
      town.advance(500);
      own$.next('second');
      expect(house.net.state.bans.size).to.equal(2);
      expect(house.net.state.bans.get('second')?.until).to.equal(town.env.scheduler.now() + 1_000);
    });
    expect(lines.filter((line) => line.startsWith('["p"'))).to.have.length(2);
    expectSame(lines, wilful);
  });

  it('holds the timers of policies, also those that were never to fire', () => {
    const make: Make = ({ scheduler, random }) => ({
      mine: (step$) => merge(
        timer(700, 900, scheduler).pipe(map((count) => banned(`timer-${count}-${random()}`))),
        timer(1_000_000, scheduler).pipe(map(() => banned('never'))),
        step$.pipe(on('node-started'), issue(() => [banned('start')])),
      ),
    });
    const lines = recorded(make);
    expect(lines.filter((line) => line.startsWith('["w"'))).to.have.length.of.at.least(3);
    expectSame(lines, make);
  });

  it('names chance that was drawn once too often', () => {
    const make = (draws: number): Make => ({ random }) =>
      ({ mine: onTicks(() => [banned(Array.from({ length: draws }, random).join())]) });
    const { firstDifference } = replayed(recorded(make(1)), make(2));
    expect(firstDifference?.what).to.match(/^policy mine failed: chance was drawn \d times then, and once more now$/);
  });

  it('names a timer that is not set any more', () => {
    const make = (count: number): Make => ({ scheduler }) => ({
      mine: () => merge(...Array.from({ length: count }, (_, at) =>
        timer(500 + at, scheduler).pipe(map(() => banned(`timer-${at}`))))),
    });
    const { firstDifference } = replayed(recorded(make(2)), make(1));
    expect(firstDifference?.what).to.equal('timer 2 fired then, and is not set now');
  });

  it('ends before what is under way when the node has stopped', () => {
    const make: Make = ({ random }) => ({
      mine: (step$) => step$.pipe(tap(() => random()), filter(() => false), map(() => banned('no'))),
    });
    const lines = recorded(make);
    expect(lines.at(-1)).to.equal('["z"]');
    expectSame(lines, make);
  });
});
