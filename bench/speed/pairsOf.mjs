// The processes of many contenders, of those that can be measured on this machine.
import { Pair } from './pair.mjs';

export const pairsOf = async (names, progress) => {
  const pairs = [];
  for (const name of names) {
    progress(`starting ${name}`);
    const { available } = await import(`./contenders/${name}.mjs`);
    if (available === undefined || (await available())) pairs.push(await Pair.of(name));
    else progress(`${name} cannot be measured here: left out`);
  }
  return pairs;
};
