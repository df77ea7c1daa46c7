// A recorded run as the start of a simulation: what its node knew at the end is what it begins with.
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { rebuilt } from '../../lib/bin/rebuilt.ts';
import { lastState, type LastState } from '../../lib/recording/lastState.ts';
import { LogError } from '../../lib/recording/logError.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { beginningOf, simulated, type Beginning, type Simulated } from '../../lib/testing/index.ts';

const LINES = readFileSync('spec/recording/vectors/devnet.ndjson', 'utf8').split('\n');

const last = async (lines: readonly string[]): Promise<LastState> => {
  const log = readLog(lines);
  return lastState(log, await rebuilt(log.header, []));
};

describe('a simulation that goes on from a recorded run', function () {
  this.timeout(60_000);
  let beginning: Beginning;
  let recorded: LastState;

  before(async () => {
    recorded = await last(LINES);
    beginning = beginningOf(recorded.state, recorded.at);
  });

  const goneOn = (more: object = {}): Simulated => simulated({ beginning, forMs: 60_000, seed: 3, ...more });

  it('has the nodes that the map names, with their ids and labels, at the time when the recording ends', () => {
    const { world, result } = goneOn({ faults: 'none', forMs: 20_000 });
    const names = [...recorded.state.network.map.entries].map(({ id }) => id).sort();
    expect(world.inhabitants.map(({ id }) => id).sort()).to.deep.equal(names);
    expect(world.inhabitants[0]?.id).to.equal(recorded.state.self.node);
    expect(world.inhabitants[0]?.net?.state.self.label).to.equal('node-1');
    expect(world.env.scheduler.now() - recorded.at).to.equal(20_000);
    expect(result.violations).to.deep.equal([]);
  });

  it('begins with the address book, moved to where the nodes are now', () => {
    const { world } = goneOn({ faults: 'none', forMs: 5_000 });
    const known = world.inhabitants[0]?.net?.state.addresses;
    for (const { endpoint, id } of world.inhabitants.slice(1)) expect(known?.get(endpoint)?.node).to.equal(id);
    expect(known?.has('127.0.0.1:9'), 'what an operator had dialled is nobody, and still known').to.equal(true);
  });

  it('never uses a number twice, and becomes one network under faults', () => {
    const { result, world } = goneOn();
    expect(result.violations).to.deep.equal([]);
    expect(result.convergedMs).to.be.a('number');
    const own = world.inhabitants[0]?.net?.state.network.own.seq ?? 0;
    expect(own).to.be.above(beginning.nodes[0].record.header.seq);
  });

  it('is the same run every time', () =>
    expect(goneOn({ forMs: 20_000 }).result.traceHash).to.equal(goneOn({ forMs: 20_000 }).result.traceHash));

  it('does not begin from what does not replay', async () => {
    const changed = LINES.map((line) => line.replace('"accept","peer":"in-1"', '"accept","peer":"in-2"'));
    const error = await last(changed).then(() => undefined, (reason: unknown) => reason);
    expect(error).to.be.instanceOf(LogError);
  });
});
