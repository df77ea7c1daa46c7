// Holds real output against a published schema.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** @param name of a file in schema/ @returns what is wrong with a value once it was JSON; nothing: it fits */
export const schemaCheck = (name: string): ((value: unknown) => readonly string[]) => {
  const schema = JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8')) as object;
  const options = { allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false };
  const validate = new Ajv(options).compile(schema);
  return (value) => {
    validate(JSON.parse(JSON.stringify(value)));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
};
