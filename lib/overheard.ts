// Values made one by one, as before, with somebody who hears of each and of the end.
import type { Supplied } from './peer.ts';

/** Hears of every value, and once of the end: `error` and `complete` as they come, `left` when nobody wants more. */
export interface Ear {
  readonly next: () => void;
  readonly error: () => void;
  readonly complete: () => void;
  readonly left: () => void;
}

/** @internal Asks for nothing by itself, so what is made on demand still is. */
export const overheard = (values: Supplied, ear: Ear): Supplied => {
  const note = (result: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> => {
    if (result.done === true) ear.complete();
    else ear.next();
    return result;
  };
  const failed = (error: unknown): never => {
    ear.error();
    throw error;
  };
  if (Symbol.asyncIterator in values) {
    const iterator = values[Symbol.asyncIterator]();
    const next = (): Promise<IteratorResult<Uint8Array>> => iterator.next().then(note, failed);
    const left = async (): Promise<IteratorResult<Uint8Array>> => {
      ear.left();
      return await iterator.return?.() ?? { done: true, value: undefined };
    };
    return { [Symbol.asyncIterator]: () => ({ next, return: left }) };
  }
  const iterator = values[Symbol.iterator]();
  const next = (): IteratorResult<Uint8Array> => {
    let result;
    try {
      result = iterator.next();
    } catch (error) {
      return failed(error);
    }
    return note(result);
  };
  const left = (): IteratorResult<Uint8Array> => {
    ear.left();
    return iterator.return?.() ?? { done: true, value: undefined };
  };
  return { [Symbol.iterator]: () => ({ next, return: left }) };
};
