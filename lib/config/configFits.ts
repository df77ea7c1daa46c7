// Whether plain data is a configuration, as its schema has it. Fills the defaults in. In dist/ this is what ajv writes
// for it (scripts/compiledSchemas.mjs): to load ajv and compile took a node a third of its start.
import { Ajv } from 'ajv';
import options from '../ajvOptions.json' with { type: 'json' };
import { configSchema } from './configSchema.ts';

export const configFits = new Ajv(options.config).compile(configSchema);
