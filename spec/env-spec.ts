// The real world: chance is even and never 1, "soon" is before any timer.
import { expect } from 'chai';
import { realEnv } from '../lib/env.ts';

describe('the real world', () => {
  it('draws numbers of [0, 1), evenly, and others for every block', () => {
    const drawn = Array.from({ length: 8_192 }, () => realEnv.random());
    expect(drawn.every((number) => number >= 0 && number < 1)).to.equal(true);
    expect(new Set(drawn).size).to.be.above(8_180);
    const eighths = Array<number>(8).fill(0);
    for (const number of drawn) eighths[Math.floor(number * 8)] = (eighths[Math.floor(number * 8)] ?? 0) + 1;
    // 1,024 each and a standard deviation of 30: seven of them happen once in 10^11 runs.
    for (const count of eighths) expect(count).to.be.within(1_024 - 210, 1_024 + 210);
  });

  it('does what is for the next turn after all that is soon, what is only said meanwhile too', async () => {
    const done: string[] = [];
    await new Promise<void>((resolve) => {
      realEnv.nextTurn?.(() => {
        done.push('turned');
        resolve();
      });
      realEnv.soon(() => {
        done.push('soon');
        realEnv.soon(() => done.push('soon after'));
      });
      done.push('now');
    });
    expect(done).to.deep.equal(['now', 'soon', 'soon after', 'turned']);
  });

  it('does what is soon after what is under way, in order, and before any timer', async () => {
    const done: string[] = [];
    await new Promise<void>((resolve) => {
      realEnv.scheduler.schedule(() => {
        done.push('timer');
        resolve();
      }, 0);
      realEnv.soon(() => done.push('soon'));
      realEnv.soon(() => done.push('soon after'));
      done.push('now');
    });
    expect(done).to.deep.equal(['now', 'soon', 'soon after', 'timer']);
  });
});
