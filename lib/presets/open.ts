// A network that anybody may join: every slot is contested, and what a stranger says is not to be relied on.
import { defaultGuards, defaultPolicies, openIncoming, slotsOf, type Habits } from '../defaults.ts';
import { banFor } from '../policies/banFor.ts';
import { dampFlapping } from '../policies/dampFlapping.ts';
import { evict } from '../policies/evict.ts';
import { misbehaving } from '../policies/misbehaving.ts';
import { rotate } from '../policies/rotate.ts';
import { slotCount } from '../policies/slots.ts';
import type { Preset } from '../preset.ts';

/** One in sixteen or so is kept free for newcomers. */
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
 * The default policies, which spread the heads over rings and address groups; and besides gives up an old head more
 * often, damps flapping, lets newcomers in by evicting the most replaceable, and scores and bans whoever breaks rules.
 * All default guards.
 *
 * @example node({ id, transport, peers: seeds, ...open() })
 */
export const open = (habits: Habits = {}): Preset => {
  const plan = slotsOf(habits);
  const incomingMax = openIncoming(habits);
  return {
    policies: (env) => {
      const { redial, stormGuard, ...rest } = defaultPolicies(habits, env);
      return {
        ...(redial === undefined ? {} : { redial }),
        dampFlapping: dampFlapping({ halfLifeMs: FLAP_HALF_LIFE_MS }),
        evict: evict({ incomingMax, reserve: Math.min(RESERVE, incomingMax) }, env.random),
        misbehaving: misbehaving(COURT),
        banFor: banFor(SENTENCES),
        ...rest,
        rotate: rotate({ target: slotCount(plan), spares: plan, ...ROTATE }, env.scheduler, env.random),
        ...(stormGuard === undefined ? {} : { stormGuard }),
      };
    },
    guards: defaultGuards(habits),
  };
};
