// The policies and guards that a configuration's numbers ask for, together with the user's own: for a node that starts,
// and for a replay of what it did.
import type { Config } from '../config/config.ts';
import { defaultGuards, defaultPolicies, type Habits } from '../defaults.ts';
import type { Env } from '../env.ts';
import type { Guards } from '../guard.ts';
import { keepAlive } from '../policies/keepAlive.ts';
import type { Policies } from '../policy.ts';
import type { UserParts } from './userModules.ts';

/** What no policy or guard is made with: names, places and files. */
const PLACES = [
  'network', 'label', 'listen', 'announce', 'peers', 'peersFile', 'dns', 'mdns', 'data', 'transport', 'insecure',
  'http', 'httpHosts', 'httpExpose', 'policies', 'report', 'record', 'memoryLimitMiB',
] as const;

/** What of a configuration decides how the policies and guards are made. */
export type Numbers = Omit<Config, (typeof PLACES)[number]>;

export const numbersOf = (config: Config): Numbers => {
  const places: ReadonlySet<string> = new Set(PLACES);
  return Object.fromEntries(Object.entries(config).filter(([key]) => !places.has(key))) as unknown as Numbers;
};

/** A heartbeat is a look at who is silent; how long an answer may take is what is left until `deadAfter`. */
const PATIENCE_MS_MIN = 5_000;

const habitsOf = ({ outgoing, incoming, dialling, perAddress, perGroup, heartbeatEvery, redial }: Numbers): Habits => ({
  outgoing,
  incoming,
  dialling,
  perAddress: { incoming: perAddress },
  perGroup,
  perNarrowGroup: { incoming: perGroup.narrow },
  heartbeatMs: heartbeatEvery,
  redial: { minMs: redial.min, maxMs: redial.max },
});

/** @param user with the name of a default one, a policy takes its place */
export const policiesOf =
  (numbers: Numbers, user: Pick<UserParts, 'policies'>) =>
  (env: Env): Policies => {
    const { heartbeatEvery: everyMs, deadAfter } = numbers;
    const patienceMax = deadAfter - everyMs;
    const patienceMin = Math.min(PATIENCE_MS_MIN, patienceMax);
    return {
      ...defaultPolicies(habitsOf(numbers), env),
      keepAlive: keepAlive({ everyMs, patienceMin, patienceMax }),
      ...user.policies(env),
    };
  };

/** @param user with the name of a default one, a guard takes its place */
export const guardsOf = (numbers: Numbers, user: Pick<UserParts, 'guards'>, env: Env): Guards =>
  ({ ...defaultGuards(habitsOf(numbers)), ...user.guards(env) });
