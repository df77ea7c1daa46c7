// Says on stderr what is being measured, and what it has cost: stdout is for the tables.

const MICROSECONDS = 1e6;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS;
};

export class Progress {
  /** Runs it, and says what it took. A run that fails is told, and left out. */
  while<T>(what: string, work: () => T): T | undefined {
    const before = cpuSeconds();
    process.stderr.write(`${what} ...`);
    try {
      const done = work();
      const { rss } = process.memoryUsage();
      process.stderr.write(` ${(cpuSeconds() - before).toFixed(1)} s of CPU, ${Math.round(rss / 1e6)} MB\n`);
      return done;
    } catch (error) {
      process.stderr.write(` failed: ${error instanceof Error ? error.message : String(error)}\n`);
      return undefined;
    }
  }
}
