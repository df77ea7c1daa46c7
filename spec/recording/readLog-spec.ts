// A recording that somebody else wrote, or a disk: read as far as it is one.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { LogError } from '../../lib/recording/logError.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { redactLog } from '../../lib/recording/redactLog.ts';

const [first = ''] = readFileSync(new URL('vectors/devnet.ndjson', import.meta.url), 'utf8').split('\n');
type Header = Readonly<Record<string, unknown>> & { readonly self: Readonly<Record<string, unknown>> };
const header = JSON.parse(first) as Header;

describe('a recording', () => {
  it('is refused when its header does not say whose it is, or since when', () => {
    const { self } = header;
    for (const wrong of [
      { at: -1 }, { at: '5' }, { self: null }, { sources: [1] }, { guards: {} }, { self: { ...self, node: 'ei' } },
      { self: { ...self, startedAt: undefined } }, { self: { ...self, startedAt: 1e300 } }, { self: { ...self,
        network: 5 } },
    ]) {
      expect(() => readLog([JSON.stringify({ ...header, ...wrong })]), JSON.stringify(wrong))
        .to.throw(LogError, 'line 1: not the beginning of a recording');
    }
  });

  it('may have drawn more chance in one line than a call takes arguments', () => {
    const draws = new Array<number>(300_000).fill(0.5);
    const [burst] = [...readLog([first, JSON.stringify(['r', ...draws]), '["z"]']).bursts];
    expect(burst?.draws).to.have.lengthOf(draws.length);
  });

  it('is not redacted beyond an event without what it is about, and the line is named', () => {
    const lines = [first, '["o",1,"peers",{"type":"peer-greeted"}]', '["z"]'];
    expect(() => [...redactLog(() => lines, { secret: new Uint8Array(32) })])
      .to.throw(LogError, /^line 2: nothing that was ever recorded: /);
  });
});
