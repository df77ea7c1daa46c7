// Two maps brought together by descent alone, over bytes, and what it took.
import { answer, ask, descended, descentFrom } from '../../lib/network/descent.ts';
import { decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion } from '../../lib/network/descentBytes.ts';
import { namedBy } from '../../lib/network/findByEdgeId.ts';
import { chained, entryOf, joinEntry, type NetworkMap } from '../../lib/network/networkMap.ts';

export interface Reconciled {
  readonly tail: NetworkMap;
  readonly head: NetworkMap;
  readonly roundTrips: number;
  /** Of questions and answers and of the names in `get`; the records themselves are not counted. */
  readonly bytes: number;
  readonly wanted: number;
  readonly given: number;
}

export const reconcile = (tail: NetworkMap, head: NetworkMap, salt: Uint8Array): Reconciled => {
  let descent = descentFrom(salt);
  let [roundTrips, bytes] = [1, 0]; // one for get and push
  for (let question = ask(tail, descent); question !== undefined; question = ask(tail, descent)) {
    const asked = encodeQuestion(question);
    const said = encodeAnswer(answer(head, decodeQuestion(asked)));
    descent = descended(tail, descent, decodeAnswer(said));
    bytes += asked.length + said.length;
    roundTrips += 1;
  }
  const { wanted, given } = descent;
  const got = wanted.flatMap((id) => namedBy(head, id));
  const pushed = given.flatMap((id) => entryOf(tail, id) ?? []);
  return {
    tail: chained(tail, got, joinEntry).map,
    head: chained(head, pushed, joinEntry).map,
    roundTrips, bytes: bytes + 10 * wanted.length, wanted: wanted.length, given: given.length,
  };
};
