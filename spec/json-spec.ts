// JSON from a remote is a value of the schema's shape or a JsonError, and never anything else.
import { expect } from 'chai';
import fc from 'fast-check';
import { compiledSchema } from '../lib/compiledSchema.ts';
import { jsonBytes, JsonError, jsonReader } from '../lib/json.ts';

const schema = {
  type: 'object', required: ['name'],
  properties: { name: { type: 'string', maxLength: 3 }, list: { type: 'array', items: { type: 'integer' } } },
};
const read = jsonReader('thing', compiledSchema<object>(schema));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const outcome = (bytes: Uint8Array): unknown => {
  try {
    return read(bytes);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return error.message;
  }
};

describe('JSON', () => {
  it('is read back as it was written', () => {
    const name = fc.string({ maxLength: 3 });
    const anything = fc.record({ name, list: fc.array(fc.integer()), more: fc.jsonValue() });
    fc.assert(fc.property(anything, (value) => {
      expect(outcome(jsonBytes(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
    }));
  });

  it('is refused with its name, the path and the rule', () => {
    expect(outcome(bytesOf('{}'))).to.equal('thing: it must have required property \'name\'');
    expect(outcome(bytesOf('{"name":"four"}'))).to.equal('thing: /name must NOT have more than 3 characters');
    expect(outcome(bytesOf('{"name":"a","list":[1,2.5]}'))).to.equal('thing: /list/1 must be integer');
    expect(outcome(bytesOf('[1]'))).to.equal('thing: it must be object');
    expect(outcome(bytesOf('{"name":'))).to.match(/^thing is not JSON: /);
    expect(outcome(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).to.match(/^thing is not JSON: /);
    expect(outcome(new Uint8Array())).to.match(/^thing is not JSON: /);
  });

  it('is refused in good order, however deep it is nested and whatever its keys are called', () => {
    expect(outcome(bytesOf('['.repeat(200_000)))).to.match(/^thing is not JSON: /);
    expect(outcome(bytesOf(`${'['.repeat(50_000)}${']'.repeat(50_000)}`))).to.equal('thing: it must be object');
    const poisoned = outcome(bytesOf('{"name":"a","__proto__":{"polluted":1},"constructor":1}'));
    expect(Object.getPrototypeOf(poisoned)).to.equal(Object.prototype);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it('is never anything else for any bytes, and a failure leaves the reader as it was', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(outcome(bytes)).to.satisfy((value: unknown) => typeof value === 'string' || typeof value === 'object');
      expect(outcome(bytesOf('{"name":"a"}'))).to.deep.equal({ name: 'a' });
    }));
  });
});
