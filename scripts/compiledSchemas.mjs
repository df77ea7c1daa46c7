// For esbuild: in the place of the files that compile our own schemas, what ajv writes when it compiles them. So ajv is
// loaded by those alone who compile schemas of their own.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const SCHEMAS = {
  configFits: { schema: 'schema/config.schema.json', options: 'config' },
  helloFits: { schema: 'schema/hello.schema.json', options: 'remote' },
};

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Ajv asks for its own small functions by `require`, in a module as well. */
const withImports = (code) => {
  const asked = [...new Set([...code.matchAll(/require\("([^"]+)"\)/g)].map(([, from]) => from))];
  const imports = asked.map((from, at) => `import asked${at} from '${from}.js';`);
  return [...imports, code.replace(/require\("([^"]+)"\)/g, (_, from) => `asked${asked.indexOf(from)}`)].join('\n');
};

const compiled = (name) => {
  const { schema, options } = SCHEMAS[name];
  const ajv = new Ajv({ ...json('lib/ajvOptions.json')[options], code: { source: true, esm: true } });
  const code = standalone.default(ajv, ajv.compile(json(schema))).replace(/export default \w+;/, '');
  return withImports(code.replace('export const validate =', `export const ${name} =`));
};

export const compiledSchemas = {
  name: 'compiled schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[/\\](configFits|helloFits)\.ts$/ }, ({ path }) => ({
      contents: compiled(/(\w+)\.ts$/.exec(path)[1]),
      loader: 'js',
    }));
  },
};
