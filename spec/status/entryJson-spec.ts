// Journal entries as JSON, held against the published schema.
import { expect } from 'chai';
import { dial } from '../../lib/command.ts';
import type { Entry } from '../../lib/journal.ts';
import { entryJson } from '../../lib/status/entryJson.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const AT = Date.UTC(2026, 0, 31);
const refused = { type: 'command-refused', command: dial('a:1'), guard: 'notSelf', reason: 'self: it is us' } as const;

describe('entryJson', () => {
  const cases: readonly (readonly [string, Entry, object])[] = [
    ['an event that came from outside',
      { id: 1, at: AT, by: 'idle', kind: 'event', event: { type: 'ticked', timer: 'idle' } },
      { id: 1, at: '2026-01-31T00:00:00.000Z', kind: 'event', by: 'idle', cause: null, type: 'ticked', timer: 'idle' }],
    ['a command, with what was weighed for it',
      { id: 2, at: AT, by: 'dialIdle', cause: 1, kind: 'command', command: dial('a:1'), inputs: { free: 3 } },
      { id: 2, at: '2026-01-31T00:00:00.000Z', kind: 'command', by: 'dialIdle', cause: 1, type: 'dial', address: 'a:1',
        inputs: { free: 3 } }],
    ['a refusal, with the command that was refused',
      { id: 3, at: AT, by: 'notSelf', cause: 2, kind: 'refusal', event: refused },
      { id: 3, at: '2026-01-31T00:00:00.000Z', kind: 'refusal', by: 'notSelf', cause: 2, type: 'command-refused',
        command: { type: 'dial', address: 'a:1' }, guard: 'notSelf', reason: 'self: it is us' }],
  ];
  const wrong = schemaCheck('entry');
  for (const [what, entry, expected] of cases) {
    it(`writes ${what}, in the published shape`, () => {
      expect(entryJson(entry)).to.deep.equal(expected);
      expect(wrong(entryJson(entry))).to.deep.equal([]);
    });
  }

  it('is not what the schema takes when a refusal does not say who refused', () => {
    const whole = entryJson({ id: 3, at: AT, by: 'x', kind: 'refusal', event: refused });
    expect(wrong({ ...whole, guard: undefined })).to.include(" must have required property 'guard'");
  });
});
