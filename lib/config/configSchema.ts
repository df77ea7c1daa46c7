// The JSON Schema of the configuration: for editors, for `millrace config schema`, and for our own check.
import schema from '../../schema/config.schema.json' with { type: 'json' };

export const configSchema: Readonly<Record<string, unknown>> = schema;
