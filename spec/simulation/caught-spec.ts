// A policy that is wrong is caught, and the failure made so small that it explains itself.
import { expect } from 'chai';
import { pipe } from 'rxjs';
import { dial, type Command } from '../../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import type { Env } from '../../lib/env.ts';
import { atMost } from '../../lib/invariants/atMost.ts';
import { issue, on, type Policies, type Policy } from '../../lib/policy.ts';
import { alive } from '../../lib/state.ts';
import {
  commandLine, failureText, keptSpec, shrink, simulate, simulated, type SimulateOptions,
} from '../../lib/testing/index.ts';

/** Dials again at once, for ever. */
const impatient: Policy = pipe(
  on('peer-closed'),
  issue(({ event }): readonly Command[] => (event.direction === 'out' ? [dial(event.address)] : [])),
);

const without = (env: Env, ...names: readonly string[]): Policies =>
  Object.fromEntries(Object.entries(defaultPolicies({}, env)).filter(([name]) => !names.includes(name)));

const options: SimulateOptions = { nodes: 10, seed: 3, forMs: 60_000 };

describe('the simulator', function () {
  this.timeout(120_000);

  it('catches a policy that dials again at once, beside the one that waits', () => {
    const { violations } = simulate({ ...options, policies: (env) => ({ ...defaultPolicies({}, env), impatient }) });
    expect(violations.map(({ invariant }) => invariant)).to.include('I12 no dial within a back-off');
  });

  it('catches it in the place of the one that waits, and makes the failure of at most five nodes', () => {
    const broken = { ...options, policies: (env: Env) => ({ ...defaultPolicies({}, env), redial: impatient }) };
    const found = simulated(broken);
    expect(found.result.violations[0]?.invariant).to.equal('I12 dials to an address are paced');
    const small = shrink(broken, found);
    expect(small?.options.nodes).to.be.at.most(5);
    expect(small?.options.only?.length ?? 0).to.be.at.most(3);
    const again = simulate(small?.options);
    expect(again.violations.map(({ invariant }) => invariant)).to.include(small?.invariant);
    expect(failureText(small?.options ?? {}, small?.simulated ?? found).join('\n'))
      .to.include('I12 dials to an address are paced').and.to.include(commandLine(small?.options ?? {}));
  });

  it('catches nodes that do not find each other', () => {
    const { violations, convergedMs } = simulate({
      ...options, faults: 'none', policies: (env) => without(env, 'slots'),
    });
    expect(convergedMs).to.equal(null);
    expect(violations.map(({ invariant }) => invariant)).to.include('I20 the network becomes one again');
  });

  it('catches silence that nobody minds', () => {
    const { violations } = simulate({
      ...options, forMs: 180_000, faults: ['power', 'half-open'],
      policies: (env) => without(env, 'keepAlive', 'keepBeat'),
    });
    expect(violations.map(({ invariant }) => invariant)).to.include('I1 both ends name the same connection');
  });

  it('asks for what the user asks for', () => {
    const two = atMost(({ state }) => alive(state, 'out'), 2, 'two heads');
    const { violations } = simulate({ ...options, faults: 'none', invariants: [two] });
    expect(violations.every(({ invariant }) => invariant === 'two heads')).to.equal(true);
    expect(violations.length).to.be.above(0);
  });

  it('runs with guards of the user, whose limits are then not the default ones', () => {
    const { maxOutgoing: _, ...guards } = defaultGuards();
    expect(simulate({ ...options, forMs: 20_000, guards }).violations).to.deep.equal([]);
  });

  it('writes a spec that keeps a failure', () =>
    expect(keptSpec({ seed: 7, nodes: 2, forMs: 5_000, faults: ['crash'], only: ['crash-1'] }, 'I4 a rule')).to.include(
      "simulate({ nodes: 2, seed: 7, forMs: 5000, faults: ['crash'], only: ['crash-1'] }).violations\n"
        + "      .filter(({ invariant }) => invariant === 'I4 a rule')).to.deep.equal([]));",
    ));
});
