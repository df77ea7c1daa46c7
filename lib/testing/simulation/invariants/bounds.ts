// What must not grow, and what must go: I14.
import type { Inputs } from '../../../because.ts';
import { ADDRESSES_MAX } from '../../../addressBook.ts';
import { BANS_MAX } from '../../../reducers/bans.ts';
import { LOOPS_MAX } from '../../../reducers/loops.ts';
import type { State } from '../../../state.ts';
import type { Rule } from './rule.ts';


const over = ({ addresses, bans, loops, saving }: State): false | Inputs => {
  if (addresses.size > ADDRESSES_MAX) return { addresses: addresses.size, limit: ADDRESSES_MAX };
  if (bans.size > BANS_MAX) return { bans: bans.size, limit: BANS_MAX };
  if (loops.size > LOOPS_MAX) return { loops: loops.size, limit: LOOPS_MAX };
  return saving > 2 && { saving, limit: 2 };
};

/** Both are swept on the tick of `status`, once a minute: what was over before it is not there after it. */
const expired = ({ bans, loops }: State, now: number): false | Inputs => {
  for (const { until, subject } of bans.values()) {
    if (until <= now) return { ban: subject, expiredForMs: now - until };
  }
  for (const { until, endpoint } of loops.values()) {
    if (until <= now) return { loop: endpoint, expiredForMs: now - until };
  }
  return false;
};

export const bounded: Rule = {
  name: 'I14 what remotes feed is bounded, and expires',
  make: () => ({ event, state, now }) =>
    over(state) || (event.type === 'ticked' && event.timer === 'status' && expired(state, now)),
};
