// Asks for so many milliseconds with so many requests in flight, and counts.

/** How often the clock is looked at: a look costs as much as a tenth of a request. */
const LOOK_EVERY = 32;

const sorted = (times) => Float64Array.from(times).sort();
const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;

/**
 * @param call asks with a payload, and calls back with the answer
 * @param terms `inFlight`, `bytes` of a payload, `ms`
 * @returns requests done, seconds, CPU of this process in microseconds, and with one in flight the p50 and p99 in us
 */
export const round = (call, { inFlight, bytes, ms }) => new Promise((resolve) => {
  const payload = new Uint8Array(Buffer.alloc(bytes, 7));
  const times = [];
  let [done, flying, over] = [0, 0, false];
  const before = process.cpuUsage();
  const began = performance.now();
  const ended = () => {
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const all = sorted(times);
    resolve({ done, seconds, cpuUs: user + system, p50: at(all, 0.5) * 1_000, p99: at(all, 0.99) * 1_000 });
  };
  const next = () => {
    const asked = inFlight === 1 ? performance.now() : 0;
    flying++;
    call(payload, (answer) => {
      if (answer.length !== bytes) throw new Error(`answer of ${answer.length} bytes, ${bytes} expected`);
      flying--;
      done++;
      if (inFlight === 1) times.push(performance.now() - asked);
      if (!over && done % LOOK_EVERY === 0) over = performance.now() - began >= ms;
      if (!over) next();
      else if (flying === 0) ended();
    });
  };
  for (let count = 0; count < inFlight; count++) next();
});
