// One timer for many deadlines.
import { expect } from 'chai';
import { Deadlines } from '../../lib/wire/deadlines.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

describe('Deadlines', () => {
  const watching = (): { env: VirtualEnv; deadlines: Deadlines; due: Set<number>; met: number[] } => {
    const env = new VirtualEnv();
    const [due, met] = [new Set<number>(), [] as number[]];
    const deadlines = new Deadlines(env, (now) => {
      for (const at of due) {
        if (at <= now && due.delete(at)) met.push(now);
      }
      return Math.min(...due);
    });
    return { env, deadlines, due, met };
  };

  it('looks at the earliest first, in whatever order they came', () => {
    const { env, deadlines, due, met } = watching();
    for (const at of [300, 100, 200]) {
      due.add(at);
      deadlines.watch(at);
    }
    expect(env.timers).to.equal(1);
    env.advance(250);
    expect(met).to.deep.equal([100, 200]);
    env.advance(50);
    expect(met).to.deep.equal([100, 200, 300]);
    expect(env.timers).to.equal(0);
  });

  it('sets no timer for a deadline later than the one it waits for', () => {
    const { env, deadlines } = watching();
    deadlines.watch(100);
    const [timer] = env.scheduler.actions;
    for (let at = 101; at < 1_000; at++) deadlines.watch(at);
    expect(env.scheduler.actions).to.deep.equal([timer]);
  });

  it('waits longer than a timer of Node can', () => {
    const { env, deadlines, due, met } = watching();
    const at = 3 * 0x7fff_ffff;
    due.add(at);
    deadlines.watch(at);
    env.advance(at - 1);
    expect(met).to.deep.equal([]);
    env.advance(1);
    expect(met).to.deep.equal([at]);
  });

  it('watches nothing once it is stopped', () => {
    const { env, deadlines } = watching();
    deadlines.watch(100);
    deadlines.stop();
    deadlines.watch(50);
    expect(env.timers).to.equal(0);
  });
});
