// A network that anybody may join: every slot is contested, and what a stranger says is not to be relied on.
import { defaultGuards, defaultPolicies, type Habits } from '../defaults.ts';
import { anchors } from '../policies/anchors.ts';
import { banFor } from '../policies/banFor.ts';
import { dampFlapping } from '../policies/dampFlapping.ts';
import { evict } from '../policies/evict.ts';
import { feeler } from '../policies/feeler.ts';
import { groupDiverse } from '../policies/groupDiverse.ts';
import { misbehaving } from '../policies/misbehaving.ts';
import { rotate } from '../policies/rotate.ts';
import type { Preset } from '../preset.ts';

/** As in Bitcoin Core: 8 chosen for good, 2 of them after a restart, one more to feel about every two minutes. */
const OUTGOING = 8;
const DIALLING = 4;
const ANCHORS = 2;
const FEELER_MS = 120_000;

/** As in Bitcoin Core: slots are few, groups are many. */
const PER_GROUP_OUTGOING = 1;

/** One in sixteen is kept free for newcomers. */
const INCOMING = 64;
const RESERVE = 4;

/** As in reth: every five minutes or so one that has stood for ten. */
const ROTATE = { everyMs: 300_000, minAgeMs: 600_000 };

const FLAP_HALF_LIFE_MS = 900_000;

/** Two broken protocols an hour, five floods, or a bit of each; and a day to think about it, as in Bitcoin Core. */
const DAY_MS = 86_400_000;
const COURT = {
  limit: 100,
  halfLifeMs: 3_600_000,
  points: { 'protocol': 50, 'too-big': 50, 'flooded': 20, 'slow-reader': 20, 'addresses-missed': 10 },
  banMs: DAY_MS,
} as const;

/** What the application closes as misbehaved. */
const SENTENCES = { misbehaved: DAY_MS };

/**
 * Spreads its heads over address groups, returns to the last ones after a restart, tests addresses before they are
 * needed, gives up an old head now and then, lets newcomers in by evicting the most replaceable, and scores and bans
 * whoever breaks rules. All default guards.
 *
 * @example node({ id, transport, peers: seeds, ...open() })
 */
export const open = (habits: Habits = {}): Preset => {
  const target = habits.outgoing ?? OUTGOING;
  const incomingMax = habits.incoming ?? INCOMING;
  const perGroup = habits.perGroup?.outgoing ?? PER_GROUP_OUTGOING;
  return {
    policies: (env) => {
      const { redial, stormGuard, ...all } = defaultPolicies(habits, env);
      const rest = { ...all };
      delete rest['dialIdle']; // groupDiverse does its work
      return {
        ...(redial === undefined ? {} : { redial }),
        dampFlapping: dampFlapping({ halfLifeMs: FLAP_HALF_LIFE_MS }),
        anchors: anchors({ count: ANCHORS }),
        groupDiverse: groupDiverse({ target, dialling: habits.dialling ?? DIALLING, perGroup }),
        feeler: feeler({ everyMs: FEELER_MS }, env.scheduler, env.random),
        rotate: rotate({ target, ...ROTATE }, env.scheduler, env.random),
        evict: evict({ incomingMax, reserve: Math.min(RESERVE, incomingMax) }, env.random),
        misbehaving: misbehaving(COURT),
        banFor: banFor(SENTENCES),
        ...rest,
        ...(stormGuard === undefined ? {} : { stormGuard }),
      };
    },
    guards: defaultGuards(habits),
  };
};
