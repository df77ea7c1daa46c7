// The processes of many contenders, of those that can be measured on this machine. One that cannot is said so and left
// out: a run of twenty minutes does not end because of a package that is not there.
import { Pair } from './pair.mjs';

/** Without these two there is nothing to compare. */
const NEEDED = ['rawTls', 'millrace'];

const firstLine = (error) => String(error.message ?? error).split('\n')[0];

const isThere = async (name) => {
  const { available } = await import(`./contenders/${name}.mjs`);
  return available === undefined || (await available());
};

export class Pairs {
  /** Those that run. */
  running = [];
  /** Those that do not, with why: `not installed` or `failed`. */
  missing = [];
  #progress;

  /** Starts both processes of each. @param progress takes a line of text */
  static async of(names, progress) {
    const pairs = new Pairs();
    pairs.#progress = progress;
    for (const name of names) {
      progress(`starting ${name}`);
      const here = await isThere(name).catch((error) => pairs.#left(name, 'not installed', error));
      if (here === false) pairs.#left(name, 'not installed', new Error('its program is not on this machine'));
      if (here !== true) continue;
      const pair = await Pair.of(name).catch((error) => pairs.#left(name, 'failed', error));
      if (pair !== undefined) pairs.running.push(pair);
    }
    return pairs;
  }

  /** Does it with each, one after the other; one that fails is left out from then on. */
  async each(work) {
    for (const pair of [...this.running]) {
      try {
        await work(pair);
      } catch (error) {
        this.running = this.running.filter((other) => other !== pair);
        pair.end();
        this.#left(pair.name, 'failed', error);
      }
    }
  }

  end() {
    for (const pair of this.running) pair.end();
  }

  #left(name, why, error) {
    if (NEEDED.includes(name)) throw error;
    this.#progress(`${name}: ${why}, left out: ${firstLine(error)}`);
    this.missing.push({ name, why });
  }
}
