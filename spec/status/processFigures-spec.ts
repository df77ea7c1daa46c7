// The figures of this very process.
import { expect } from 'chai';
import { processFigures } from '../../lib/status/processFigures.ts';
import { virtualEnv } from '../../lib/testing/virtualEnv.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Holds the event loop up, as a long computation does. */
const hold = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('processFigures', () => {
  it('measures memory, and how long the event loop was held up, and forgets it after a while', async () => {
    const env = virtualEnv();
    const figures = processFigures(env);
    try {
      const held = async (): Promise<number> => {
        for (let turns = 0; figures.read().eventLoopDelayMsP99 < 50 && turns < 20; turns++) {
          await turn();
          hold(100);
        }
        return figures.read().eventLoopDelayMsP99;
      };
      expect(await held()).to.be.at.least(50);
      expect(figures.read().rssBytes).to.be.within(1e7, 1e11);
      const minutely = [1, 2, 3].map(() => {
        env.scheduler.advanceBy(60_000);
        return figures.read().eventLoopDelayMsP99 >= 50;
      });
      expect(minutely).to.deep.equal([true, true, false]);
    } finally {
      figures.stop();
    }
  });

  it('stops measuring when it is told to', async () => {
    const figures = processFigures(virtualEnv());
    figures.stop();
    await turn();
    hold(30);
    await turn();
    expect(figures.read().eventLoopDelayMsP99).to.equal(0);
  });
});
