// A policy on trial: it has no say, it cannot do harm, and what it would have done is counted; live, and afterwards on
// a recording of the same run, to the same result.
import { expect } from 'chai';
import { delay, filter, map, pipe, tap, type SchedulerLike } from 'rxjs';
import { ban, dial, save } from '../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../lib/defaults.ts';
import type { Env } from '../lib/env.ts';
import { dialIdle } from '../lib/policies/dialIdle.ts';
import { redial } from '../lib/policies/redial.ts';
import { issue, on, type Policies, type Policy } from '../lib/policy.ts';
import { Comparison } from '../lib/recording/comparison.ts';
import { readLog } from '../lib/recording/readLog.ts';
import { whatIf, type WhatIf } from '../lib/recording/whatIf.ts';
import { shadow, type MakePolicy } from '../lib/shadow.ts';
import { VirtualScheduler } from '../lib/testing/virtualScheduler.ts';
import { virtualEnv } from '../lib/testing/virtualEnv.ts';
import { Lines } from './support/lines.ts';
import { Town, type House } from './support/town.ts';

const limits = { minMs: 1_000, maxMs: 60_000 };

/** A node that loses a friend and gets it back, with whatever policies; its env draws other numbers every time. */
const run = (policies: (env: Env) => Policies, log = new Lines()): { readonly house: House; readonly log: Lines } => {
  const town = new Town({ latencyMs: 10 });
  const { random } = virtualEnv({ seed: 42 });
  const house = town.house('a', {
    env: { scheduler: town.env.scheduler, random, soon: town.env.soon },
    policies,
    recording: { log, habits: {} },
  });
  const b = town.house('b', { peers: [house.address] });
  const c = town.house('c', { peers: [house.address] });
  town.advance(10_000);
  town.network.crash('10.0.0.2');
  b.running.unsubscribe();
  town.advance(40_000);
  const again = town.house('b');
  town.advance(30_000);
  house.net.order({ type: 'ban', subject: c.net.id, forMs: 20_000, reason: 'test' });
  town.advance(60_000);
  house.net.stop('test');
  town.advance(5_000);
  for (const one of [house, again, c]) one.running.unsubscribe();
  return { house, log };
};

/** Every command that went out, as text. */
const commandsIn = (log: Lines): readonly string[] => log.lines.filter((line) => line.startsWith('["c"'));

const shadowed = (name: string, candidate: MakePolicy, comparison: Comparison) => (env: Env): Policies => {
  const live: MakePolicy = (given) => {
    const found = defaultPolicies({ redial: limits }, given)[name];
    if (found === undefined) throw new Error(`no default policy is called ${name}`);
    return found;
  };
  return {
    ...defaultPolicies({ redial: limits }, env),
    [name]: shadow({ live, candidate }, { env, name, comparison }),
  };
};

const afterwards = (log: Lines, candidates: (env: Env) => Policies, policies: (env: Env) => Policies): WhatIf =>
  whatIf(readLog(log.lines), { policies, guards: defaultGuards() },
    { candidates, clock: (at) => new VirtualScheduler(at) });

const plain = (env: Env): Policies => defaultPolicies({ redial: limits }, env);

/** Dials again a while after a loss, by a timer of its own. */
const late = (ms: number, scheduler: SchedulerLike): Policy =>
  pipe(on('peer-closed'), delay(ms, scheduler), map(({ event }) => dial(event.address)));

describe('a shadow', () => {
  it('lets out what the live policy says, to the byte, and nothing of the candidate', () => {
    const comparison = new Comparison();
    const { log } = run(shadowed('slots', () => dialIdle({ target: 0, dialling: 1 }), comparison));
    expect(commandsIn(log)).to.deep.equal(commandsIn(run(plain).log));
    expect(comparison.report.onlyLive).to.be.greaterThan(0);
    expect(comparison.report.onlyCandidate).to.equal(0);
  });

  it('finds no difference between a policy and itself, though both leave much to chance', () => {
    const comparison = new Comparison();
    run(shadowed('redial', ({ random }) => redial(limits, random), comparison));
    const { same, onlyLive, onlyCandidate, exactUntil } = comparison.report;
    expect(same).to.be.greaterThan(3);
    expect([onlyLive, onlyCandidate, exactUntil]).to.deep.equal([0, 0, undefined]);
  });

  it('does not touch the chance of the node, however much the candidate draws', () => {
    const greedy: MakePolicy = ({ random }) => pipe(on('ticked'), tap(() => random()), filter(() => false), map(save));
    const comparison = new Comparison();
    const { log } = run(shadowed('redial', greedy, comparison));
    expect(commandsIn(log)).to.deep.equal(commandsIn(run(plain).log));
  });

  it('goes on without a candidate that throws, and says why it is out', () => {
    const comparison = new Comparison();
    const broken: MakePolicy = () => pipe(on('ticked'), issue(() => {
      throw new Error('out of luck');
    }));
    const { house } = run(shadowed('redial', broken, comparison));
    expect(house.ended).to.equal('stopped');
    expect(comparison.report.failed).to.equal('out of luck');
    expect(comparison.report.onlyLive).to.be.greaterThan(0);
  });
});

describe('a shadow, and the same policy on the recording afterwards', () => {
  const candidates: Readonly<Record<string, readonly [name: string, candidate: MakePolicy]>> = {
    'of the same policy': ['redial', ({ random }) => redial(limits, random)],
    'of one with other limits': ['redial', ({ random }) => redial({ ...limits, minMs: 3_000 }, random)],
    'of one that draws more': ['redial', ({ random }) => redial(limits, () => (random() + random()) / 2)],
    'of one that dials less': ['slots', () => dialIdle({ target: 1, dialling: 1 })],
    'of one with timers': ['redial', ({ scheduler }) => late(2_500, scheduler)],
  };
  for (const [title, [name, candidate]] of Object.entries(candidates)) {
    it(`come to the same result ${title}`, () => {
      const comparison = new Comparison();
      const live = shadowed(name, candidate, comparison);
      const { log } = run(live);
      const recorded = shadowed(name, candidate, new Comparison());
      const result = afterwards(log, (env) => ({ [name]: candidate(env) }), recorded);
      expect(result.firstDifference).to.equal(undefined);
      expect(result.policy).to.deep.equal(comparison.report);
      const { same, onlyLive, onlyCandidate } = result.policy;
      expect(same + onlyLive + onlyCandidate).to.be.greaterThan(3);
    });
  }
});

describe('another policy on a recording', () => {
  it('is compared while the run replays to the same commands, and exact up to the first difference', () => {
    const { log } = run(plain);
    const sooner = (env: Env): Policies => ({ redial: redial({ ...limits, minMs: 500 }, env.random) });
    const { same, commands, policy } = afterwards(log, sooner, plain);
    expect([same, commands]).to.deep.equal([true, commandsIn(log).length]);
    expect(policy.onlyLive).to.be.greaterThan(0);
    expect(policy.exactUntil).to.equal(policy.differences[0]?.at);
    expect(policy.differences.every(({ by, command }) => by === 'redial' && command.type === 'defer')).to.equal(true);
  });

  it('with a name that no recorded one has is compared with nothing', () => {
    const { log } = run(plain);
    const zealous = (): Policies => ({
      zealous: pipe(on('peer-closed'), issue(() => [ban('x', { forMs: 1, reason: 'r' })])),
    });
    const { same, policy } = afterwards(log, zealous, plain);
    expect(same).to.equal(true);
    expect([policy.same, policy.onlyLive]).to.deep.equal([0, 0]);
    expect(policy.onlyCandidate).to.be.greaterThan(0);
  });

  it('that is the recorded one makes no difference at all', () => {
    const { log } = run(plain);
    const { policy } = afterwards(log, plain, plain);
    expect([policy.onlyLive, policy.onlyCandidate, policy.exactUntil]).to.deep.equal([0, 0, undefined]);
    expect(policy.same).to.be.greaterThan(20);
  });
});
