// Every policy at the edges of a stream.
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { identity, NEVER } from 'rxjs';
import { defaultPolicies } from '../../lib/defaults.ts';
import type { Env } from '../../lib/env.ts';
import { alarm } from '../../lib/invariant.ts';
import { atMost } from '../../lib/invariants/atMost.ts';
import { never } from '../../lib/invariants/never.ts';
import { limit } from '../../lib/limit.ts';
import { anchors } from '../../lib/policies/anchors.ts';
import { banFor } from '../../lib/policies/banFor.ts';
import { dampFlapping } from '../../lib/policies/dampFlapping.ts';
import { demand } from '../../lib/policies/demand.ts';
import { dialIdle } from '../../lib/policies/dialIdle.ts';
import { evict } from '../../lib/policies/evict.ts';
import { feeler } from '../../lib/policies/feeler.ts';
import { groupDiverse } from '../../lib/policies/groupDiverse.ts';
import { idleOut } from '../../lib/policies/idleOut.ts';
import { lowLatency } from '../../lib/policies/lowLatency.ts';
import { misbehaving } from '../../lib/policies/misbehaving.ts';
import { rotate } from '../../lib/policies/rotate.ts';
import { slowOut } from '../../lib/policies/slowOut.ts';
import type { Policies } from '../../lib/policy.ts';
import { remember } from '../../lib/remember.ts';
import { restartable } from '../../lib/restartable.ts';
import type { Step } from '../../lib/step.ts';
import { virtualEnv } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';

const library = (env: Env): Policies => ({
  ...defaultPolicies({}, env),
  anchors: anchors({ count: 2 }),
  banFor: banFor({ idle: 1_000 }),
  dampFlapping: dampFlapping({ halfLifeMs: 60_000 }),
  demand: demand(NEVER, { max: 8 }),
  dialIdle: dialIdle({ target: 8, dialling: 4 }),
  evict: evict({ incomingMax: 2, reserve: 1 }, env.random),
  feeler: feeler({ everyMs: 500, staysMs: 5_000 }, env.scheduler, env.random),
  groupDiverse: groupDiverse({ target: 8, dialling: 4, perGroup: 1 }),
  idleOut: idleOut({ afterMs: 1_000 }),
  lowLatency: lowLatency({ target: 1, everyMs: 1_000, minAgeMs: 0 }),
  misbehaving: misbehaving({ limit: 10, halfLifeMs: 1_000, points: { reset: 5 } }),
  rotate: rotate({ target: 1, everyMs: 500, minAgeMs: 0 }, env.scheduler, env.random),
  slowOut: slowOut({ rttMs: 100, forMs: 0 }),
});

const verbs = (env: Env): Policies => ({
  remember: remember(0, (count, _: Step) => [count + 1, []]),
  restartable: restartable(library(env)['redial'] ?? library(env)['dialIdle']!, 0),
  limit: limit(library(env)['dialIdle']!, { commands: 1, perMs: 1_000 }, env.scheduler),
  alarm: alarm([atMost(() => 0, 1, 'one'), never(() => false, 'nothing')], identity),
});

describe('at the edges of a stream', () => {
  it('every policy is looked at', () => {
    const files = readdirSync('lib/policies').map((file) => file.replace(/\.ts$/, ''));
    expect(Object.keys(library(virtualEnv()))).to.have.members(files);
  });

  for (const of of [library, verbs]) {
    for (const name of Object.keys(of(virtualEnv()))) {
      describe(name, () => boundaries((env) => of(env)[name]!));
    }
  }
});
