// Waits for what real sockets bring, turn by turn of the event loop.

/** Many seconds of turns: what has not come by then never will. */
const TURNS_MAX = 1_000_000;

export const until = async (condition: () => boolean, what = 'it'): Promise<void> => {
  for (let turns = 0; !condition(); turns++) {
    if (turns === TURNS_MAX) throw new Error(`${what} never comes`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
