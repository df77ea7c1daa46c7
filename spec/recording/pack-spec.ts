// The text of a recording: short, and read back as it was.
import { expect } from 'chai';
import fc from 'fast-check';
import { LogError } from '../../lib/recording/logError.ts';
import type { LogHeader, LogLine } from '../../lib/recording/logLine.ts';
import { packing, unpacking } from '../../lib/recording/pack.ts';

const header = { at: 1_767_225_600_000 } as LogHeader;

const texts = (lines: readonly LogLine[]): readonly string[] => {
  const pack = packing();
  pack(header);
  return lines.map(pack);
};

const again = (written: readonly string[]): readonly LogLine[] => {
  const read = unpacking(header);
  return written.map((text, at) => read(text, at + 2));
};

const at = fc.oneof(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.double({ min: 0, max: 4e12, noNaN: true }));
const cause = fc.integer({ min: 1 });
const count = fc.integer({ min: 0 });

const heard = fc
  .record({
    rtt: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    bytesIn: count,
    bytesOut: count,
    requests: count,
  })
  .map(({ rtt, ...traffic }) =>
    ({ type: 'peer-heard' as const, peer: 'out-3', ...(rtt === null ? {} : { rttMs: rtt === 0 ? 0 : rtt }), traffic }));
const event = fc.oneof(
  heard,
  fc.constantFrom('idle' as const, 'status' as const).map((timer) => ({ type: 'ticked' as const, timer })),
  fc.string().map((reason) => ({ type: 'stop-requested' as const, reason })),
);
const by = fc.constantFrom('idle', 'status', 'peers', 'other');

const line: fc.Arbitrary<LogLine> = fc.oneof(
  fc.tuple(fc.constant('o' as const), at, by, event),
  fc.tuple(fc.constant('o' as const), at, by, event, cause),
  fc.tuple(fc.constant('w' as const), at, cause),
  fc.tuple(fc.constant('p' as const), at, by, fc.constant({ type: 'save' as const })),
  fc.tuple(fc.constant('i' as const), cause, by, event),
  fc.tuple(fc.constant('c' as const), cause, by, fc.option(cause), fc.constant({ type: 'save' as const })),
  fc.constant(['z'] as const),
);

describe('the lines of a recording', () => {
  it('are read back as they were, whatever the clock did', () => {
    fc.assert(fc.property(fc.array(line), (lines) => {
      expect(again(texts(lines))).to.deep.equal(JSON.parse(JSON.stringify(lines)));
    }));
  });

  it('are short for what comes most', () => {
    const traffic = { bytesIn: 120_432, bytesOut: 98_286, requests: 17 };
    const written = texts([
      ['o', header.at + 1_000, 'idle', { type: 'ticked', timer: 'idle' }],
      ['o', header.at + 1_004, 'peers', { type: 'peer-heard', peer: 'out-3', rttMs: 22, traffic }, 1_234],
    ]);
    expect(written).to.deep.equal(['["t",1000,"idle"]', '["h",4,"out-3",120432,98286,17,22,1234]']);
  });

  it('are refused when they are none, with their number', () => {
    const read = unpacking(header);
    expect(() => read('["x",1]', 7)).to.throw(LogError, 'line 7: "["x",1]" is no line of a recording');
    expect(() => read('["t",', 8)).to.throw(LogError, /^line 8: /);
    expect(() => read('{}', 9)).to.throw(LogError, 'line 9');
    for (const text of [
      '["o",1,"node"]', '["o",1,"node",{}]', '["o",1,"node",{"type":7}]', '["o",1,"node",{"type":"a"},"b"]', '["h",9]',
      '["t",{},"idle"]', '["t","x","idle"]', '["w",1,null]', '["r",0.5,"0.5"]', '["c",1,"a",null]',
      '["i","1","a",{"type":"b"}]',
      '["z",1]', '["constructor"]', '["r",1e999]',
    ]) {
      expect(() => read(text, 3), text).to.throw(LogError, /^line 3: ".*" is no line of a recording$/);
    }
  });

  it('are refused in words that move no cursor', () =>
    expect(() => unpacking(header)('["\u009b2J\u202e"]', 4)).to.throw(LogError,
      'line 4: "["\\u{9b}2J\\u{202e}"]" is no'));
});
