// The processes of many contenders, of those that can be measured on this machine.
import { Pair } from './pair.mjs';

/** @returns the pairs, and in `missing` the names of those that are not installed here */
export const pairsOf = async (names, progress) => {
  const pairs = Object.assign([], { missing: [] });
  for (const name of names) {
    progress(`starting ${name}`);
    const { available } = await import(`./contenders/${name}.mjs`);
    if (available === undefined || (await available())) pairs.push(await Pair.of(name));
    else {
      pairs.missing.push(name);
      progress(`${name} is not installed here`);
    }
  }
  return pairs;
};
