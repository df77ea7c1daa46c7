// A devnet of five, recorded once with a kill, a restart, a drop and a ban: every version of Node replays it to the
// same commands. When a policy or reducer is meant to do otherwise, it is recorded anew: node scripts/recordVector.mjs
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { rebuilt } from '../../lib/bin/rebuilt.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { replay } from '../../lib/recording/replay.ts';

const VECTOR = new URL('vectors/devnet.ndjson', import.meta.url);

describe('a devnet that was recorded once', () => {
  const lines = readFileSync(VECTOR, 'utf8').trimEnd().split('\n');
  const commands = lines.filter((line) => line.startsWith('["c"'));

  it('replays to the same commands on this version of Node', async () => {
    const log = readLog(lines);
    const result = replay(log, await rebuilt(log.header, []));
    expect(result.firstDifference).to.equal(undefined);
    expect([result.commands, result.isCut]).to.deep.equal([commands.length, false]);
  });

  it('holds what it is for', () => {
    const text = lines.join('\n');
    const parts = ['"type":"ban"', '"dropped"', '"reason":"banned"', 'ECONNREFUSED', '"defer"', '["r",', '["w",'];
    for (const part of parts) expect(text).to.include(part);
    expect(commands.length).to.be.greaterThan(40);
  });
});
