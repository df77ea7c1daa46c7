// Networks with faults, seed after seed: nothing that must not be may be, at any step of any node.
import { expect } from 'chai';
import { commandLine, simulate, type SimulateOptions } from '../../lib/testing/index.ts';

/**
 * What fits into half a minute of a machine that others use as well: a node takes a millisecond of a core for each of
 * its seconds. `npm run simulate:long` runs thousands, of more nodes and for longer.
 */
const SEEDS = 40;
const OPTIONS = { nodes: 5, forMs: 60_000 } as const;
/** Fewer, with what is asked of the product: ten nodes, five minutes. */
const WHOLE_SEEDS = 1;
const WHOLE = { nodes: 10, forMs: 300_000 } as const;
const TIMEOUT_MS = 240_000;

/** The seeds that break something, each with the command that shows how. */
const broken = (seeds: number, options: SimulateOptions): readonly string[] =>
  Array.from({ length: seeds }, (_, at) => ({ ...options, seed: at + 1 })).flatMap((one) =>
    simulate(one).violations.map(({ invariant, detail }) => `${commandLine(one)}: ${invariant}: ${detail}`));

describe('a simulated network', function () {
  this.timeout(TIMEOUT_MS);

  it(`breaks no invariant in ${SEEDS} seeds of ${OPTIONS.nodes} nodes and a minute with faults`, () =>
    expect(broken(SEEDS, OPTIONS)).to.deep.equal([]));

  it(`breaks none in ${WHOLE_SEEDS} seed of ${WHOLE.nodes} nodes and five minutes`, () =>
    expect(broken(WHOLE_SEEDS, WHOLE)).to.deep.equal([]));
});
