// What a name server has answered, as events: what can be used of it, and what is wrong with the rest.
import type { Event } from '../event.ts';
import { learnt } from '../store/learnt.ts';
import { readAddresses } from '../store/readAddresses.ts';

/** More than a node will ever try of one name, and all that a hostile resolver gets to fill the book with. */
export const ANSWERS_MAX = 256;

/**
 * @param name what was asked for
 * @param answers as `HOST:PORT`, in the order they came in
 */
export const dnsTold = (name: string, answers: readonly string[]): readonly Event[] => {
  const { addresses, problems } = readAddresses(answers.slice(0, ANSWERS_MAX));
  const left = answers.length - ANSWERS_MAX;
  return learnt('dns', addresses.map((address) => ({ address })), [
    ...problems.map((problem) => `${name}: answer ${problem}`),
    ...(left > 0 ? [`${name}: ${answers.length} answers, limit ${ANSWERS_MAX}`] : []),
  ]);
};
