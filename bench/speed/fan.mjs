// What the contenders of the fan-out have in common: how much is sent, how, and how often.
import { setImmediate } from 'node:timers';

/** Of one message. */
export const MESSAGE_BYTES = 256;
/** What is said in one tick, where it is put together. */
export const AT_ONCE = 10;

const turn = () => new Promise((done) => setImmediate(done));

/** Says `each()` so many times, a turn of the event loop for each. */
export const inTurns = async (count, each) => {
  for (let at = 0; at < count; at++) {
    each();
    await turn();
  }
};
