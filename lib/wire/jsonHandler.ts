// A handler of JSON: what does not fit its schema never reaches it.
import { map, type Observable } from 'rxjs';
import { compiledSchema } from '../compiledSchema.ts';
import { messageOf } from '../errors.ts';
import { jsonBytes, jsonReader } from '../json.ts';
import { RequestError, type Handler, type IncomingRequest } from '../peer.ts';

/**
 * A handler that is given values of a schema's shape, and whose answers are written as JSON. Data that does not fit is
 * refused before it: the asker gets a RequestError `invalid` whose message holds the path that is wrong and the rule.
 *
 * @param schema JSON Schema, draft 7; compiled once
 * @throws Error when the schema itself is not one
 * @example
 * const say = jsonHandler<{ text: string }>(
 *   { type: 'object', required: ['text'], properties: { text: { type: 'string', maxLength: 500 } } },
 *   ({ text }) => of({ heard: text.length }),
 * );
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows it
export const jsonHandler = <T>(
  schema: object,
  handler: (value: T, request: IncomingRequest) => Observable<unknown>,
): Handler => {
  const read = jsonReader('data', compiledSchema<T>(schema));
  const valueOf = (data: Uint8Array): T => {
    try {
      return read(data);
    } catch (error) {
      throw new RequestError('invalid', messageOf(error), { cause: error });
    }
  };
  return (request) => handler(valueOf(request.data), request).pipe(map(jsonBytes));
};
