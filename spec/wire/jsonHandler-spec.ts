// Handlers of JSON: what fits comes through, and what does not says why.
import { expect } from 'chai';
import { of } from 'rxjs';
import { jsonHandler } from '../../lib/wire/jsonHandler.ts';
import { bytesOf, greeted, watch, type Told } from '../support/sessionPair.ts';

const schema = {
  type: 'object', required: ['text'], additionalProperties: false,
  properties: { text: { type: 'string', maxLength: 5 }, to: { type: 'array', items: { type: 'string' } } },
};

describe('jsonHandler', () => {
  const ask = (data: string): { told: Told; seen: unknown[] } => {
    const seen: unknown[] = [];
    const say = jsonHandler<{ text: string }>(schema, (value, { route }) => {
      seen.push(value);
      return of({ heard: value.text.length, on: route });
    });
    const { env, tail } = greeted({ say });
    const told = watch(tail.session.ask('say', bytesOf(data)));
    env.settle();
    return { told, seen };
  };

  it('hands over what fits, and writes the answer as JSON', () => {
    const { told, seen } = ask('{"text":"hello"}');
    expect(seen).to.deep.equal([{ text: 'hello' }]);
    expect(told.values).to.deep.equal(['{"heard":5,"on":"say"}']);
  });

  it('refuses what does not fit before the handler sees it, with the path and the rule', () => {
    const wrong: readonly (readonly [string, string])[] = [
      ['{"text":"hello!"}', '/text must NOT have more than 5 characters'],
      ['{"text":"x","to":["a",7]}', '/to/1 must be string'],
      ['{}', 'required property'],
      ['{"text":"x","more":1}', 'additional properties'],
      ['{"text":', 'not JSON'],
      ['\ud800', 'not JSON'],
      ['', 'not JSON'],
    ];
    for (const [data, why] of wrong) {
      const { told, seen } = ask(data);
      expect(seen).to.deep.equal([]);
      expect(told.errors[0]).to.include({ code: 'invalid' });
      expect(told.errors[0]?.message).to.contain(why);
    }
  });

  it('throws at once when the schema is none', () => {
    expect(() => jsonHandler({ type: 'no such type' }, () => of(1))).to.throw('schema is invalid');
  });
});
