// The invariants that one node can break, all of which are looked at after every step of every node.
import type { Rule } from './rule.ts';
import { countsHold, limitsHold } from './account.ts';
import { bounded } from './bounds.ts';
import { dialsAllowed, dialsPaced, dialsWait, noLivelock } from './dials.ts';
import { honestUnbanned, notSelf, onePerRemote, provenIdentity } from './identity.ts';
import { phasesAdvance, phasesEnd } from './phases.ts';
import { reportHolds } from './report.ts';

/** @example rules.map(({ make, name }) => never(make(about), name)) */
export const rules: readonly Rule[] = [
  onePerRemote, provenIdentity, notSelf, phasesAdvance, phasesEnd, countsHold, limitsHold, dialsAllowed, dialsWait,
  dialsPaced, bounded, honestUnbanned, reportHolds, noLivelock,
];
