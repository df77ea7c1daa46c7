// JSON from a remote: bytes in, a value of the schema's shape out, or what is wrong with it. Never anything else.
import type { ValidateFunction } from 'ajv';
import { messageOf } from './errors.ts';

/** What a remote sent is not what the schema asks for; the message holds the path and the rule. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const decoder = new TextDecoder('utf-8', { fatal: true });

const whatIsWrong = ({ errors }: ValidateFunction): string => {
  const first = errors?.[0];
  if (first === undefined) return 'not valid';
  const { instancePath: path, message = 'is not valid' } = first;
  return `${path === '' ? 'it' : path} ${message}`;
};

/** A reader for what one compiled schema lets pass. @throws JsonError from the reader, and only that */
export const jsonReader = <T>(name: string, fits: ValidateFunction<T>): ((bytes: Uint8Array) => T) =>
  (bytes) => {
    let value: unknown;
    try {
      value = JSON.parse(decoder.decode(bytes));
    } catch (error) {
      throw new JsonError(`${name} is not JSON: ${messageOf(error)}`, { cause: error });
    }
    if (!fits(value)) throw new JsonError(`${name}: ${whatIsWrong(fits)}`);
    return value;
  };

const encoder = new TextEncoder();

export const jsonBytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
