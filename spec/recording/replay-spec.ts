// A run of whole nodes, written down and played again: the same commands, byte for byte.
import { expect } from 'chai';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { replay } from '../../lib/recording/replay.ts';
import type { Replayed } from '../../lib/recording/replayed.ts';
import { Lines } from '../support/lines.ts';
import { Town } from '../support/town.ts';

/** Three nodes find each other, one dies and comes back, one is banned, one is dropped; the first one's log. */
const recorded = (): string[] => {
  const town = new Town({ latencyMs: 10, jitterMs: 5 });
  const log = new Lines();
  const a = town.house('a', { recording: { log, habits: {} } });
  const b = town.house('b', { peers: [a.address] });
  const c = town.house('c', { peers: [a.address] });
  town.advance(10_000);
  town.network.crash('10.0.0.2');
  b.running.unsubscribe();
  town.advance(20_000);
  const again = town.house('b');
  town.advance(30_000);
  a.net.order({ type: 'ban', subject: c.net.id, forMs: 60_000, reason: 'test' });
  town.advance(30_000);
  a.net.order({ type: 'drop', subject: again.net.id });
  town.advance(120_000);
  a.net.stop('test');
  town.advance(5_000);
  for (const house of [a, again, c]) house.running.unsubscribe();
  return log.lines;
};

const replayed = (lines: readonly string[]): Replayed =>
  replay(readLog(lines), { policies: (env) => defaultPolicies({}, env), guards: defaultGuards() });

describe('a replay', () => {
  let lines: readonly string[];
  before(() => {
    lines = recorded();
  });

  it('comes to the same commands', () => {
    const result = replayed(lines);
    expect(result.firstDifference).to.equal(undefined);
    expect(result.commands).to.equal(lines.filter((line) => line.startsWith('["c"')).length).and.to.be.greaterThan(50);
  });

  it('finds and names one command that was changed', () => {
    const at = lines.findIndex((line) => line.startsWith('["c"') && line.includes('"defer"'));
    const changed = lines.map((line, index) => (index === at ? line.replace('"attempts":', '"attempts":4') : line));
    const { same, firstDifference } = replayed(changed);
    expect(same).to.equal(false);
    expect(firstDifference?.recorded?.command).to.contain('"attempts":4');
    expect(firstDifference?.replayed?.command).to.not.contain('"attempts":4');
    expect(firstDifference?.recorded?.by).to.equal('redial');
  });

  it('replays to the cut, wherever a log was cut off', () => {
    const whole = lines.join('\n');
    for (let share = 0.05; share < 1; share += 0.05) {
      const cut = whole.slice(0, Math.floor(whole.length * share)).split('\n');
      expect(replayed(cut).firstDifference, `cut at ${share}`).to.equal(undefined);
    }
  });
});
