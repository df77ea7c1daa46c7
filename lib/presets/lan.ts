// A network inside one building: no strangers, little distance, and machines that are switched off without a word.
import { defaultGuards, defaultPolicies, type Habits } from '../defaults.ts';
import { dampFlapping } from '../policies/dampFlapping.ts';
import type { Preset } from '../preset.ts';

/** A machine that was carried to another desk is back within a minute, and should be found within one. */
const REDIAL = { minMs: 500, maxMs: 60_000 };

/** Three round trips of the slowest Wi-Fi; who is quiet for so long in one building is off. */
const HEARTBEAT_MS = 5_000;

const OURS: Habits = {
  redial: REDIAL,
  heartbeatMs: HEARTBEAT_MS,
  perGroup: { incoming: Infinity, outgoing: Infinity }, // there is one owner: slots need not be spread
};

/** Forgotten over a coffee. */
const FLAP_HALF_LIFE_MS = 300_000;

/**
 * The default policies with shorter waits, and flapping machines damped; the default guards without those that spread
 * slots over owners of addresses, since here there is one owner.
 *
 * @example node({ id, transport, ...lan() })
 */
export const lan = (habits: Habits = {}): Preset => {
  const guards = { ...defaultGuards(habits) };
  delete guards['perAddress'];
  delete guards['perGroup'];
  delete guards['perNarrowGroup'];
  return {
    policies: (env) => {
      const { stormGuard, ...rest } = defaultPolicies({ ...OURS, ...habits }, env);
      return {
        ...rest,
        dampFlapping: dampFlapping({ halfLifeMs: FLAP_HALF_LIFE_MS }),
        ...(stormGuard === undefined ? {} : { stormGuard }),
      };
    },
    guards,
  };
};
