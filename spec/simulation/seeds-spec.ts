// Networks with faults, seed after seed: nothing that must not be may be, at any step of any node.
import { expect } from 'chai';
import { commandLine, simulate, type SimulateOptions } from '../../lib/testing/index.ts';

/**
 * What fits into a minute of a core, on a machine that others use as well. Small networks and short runs find most for
 * their time; `npm run simulate:long` runs thousands, of more nodes and for longer.
 */
const SMALL: readonly SimulateOptions[] = [
  { nodes: 4, forMs: 60_000 }, { nodes: 3, forMs: 90_000 }, { nodes: 5, forMs: 60_000 }, { nodes: 3, forMs: 150_000 },
];
const SEEDS = 60;
/** Fewer, with what is asked of the product: ten nodes, five minutes. */
const WHOLE: readonly SimulateOptions[] = [{ nodes: 10, forMs: 300_000 }];
const WHOLE_SEEDS = 2;
const TIMEOUT_MS = 240_000;

/** The seeds that break something, each with the command that shows how. */
const broken = (seeds: number, shapes: readonly SimulateOptions[]): readonly string[] =>
  Array.from({ length: seeds }, (_, at) => ({ ...shapes[(at + 1) % shapes.length], seed: at + 1 })).flatMap((one) =>
    simulate(one).violations.map(({ invariant, detail }) => `${commandLine(one)}: ${invariant}: ${detail}`));

describe('a simulated network', function () {
  this.timeout(TIMEOUT_MS);

  it(`breaks no invariant in ${SEEDS} seeds of three to five nodes and one to two minutes with faults`, () =>
    expect(broken(SEEDS, SMALL)).to.deep.equal([]));

  it(`breaks none in ${WHOLE_SEEDS} seeds of ten nodes and five minutes`, () =>
    expect(broken(WHOLE_SEEDS, WHOLE)).to.deep.equal([]));
});
