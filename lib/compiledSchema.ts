// A JSON Schema for what remotes send, compiled. Our own schemas are compiled when dist/ is built: no node loads this.
import { Ajv, type ValidateFunction } from 'ajv';
import options from './ajvOptions.json' with { type: 'json' };

/**
 * Lengths in bytes would need a pass over every string; counting code units instead of code points is 18 times as fast
 * as ajv's default, and for ids and addresses the same. Ajv warns on stderr that it will drop the option: no logger.
 */
const ajv = new Ajv(options.remote as never);

/** @throws Error when it is not a schema */
export const compiledSchema = <T>(schema: object): ValidateFunction<T> => ajv.compile<T>(schema);
