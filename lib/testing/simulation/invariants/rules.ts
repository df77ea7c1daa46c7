// The invariants that one node can break, all of which are looked at after every step of every node.
import { mergeMap } from 'rxjs';
import { violation, type Invariant, type Violation } from '../../../invariant.ts';
import type { About, Rule } from './rule.ts';
import { countsHold, limitsHold } from './account.ts';
import { ownSeqGrows, proofsTrue } from './agreement.ts';
import { bookIsKept } from './book.ts';
import { bounded } from './bounds.ts';
import { contestsSettle, supersededRightly } from './contests.ts';
import { dialsAllowed, dialsPaced, dialsWait, noLivelock } from './dials.ts';
import {
  bannedStayOut, honestUnbanned, honestUnblamed, notSelf, onePerRemote, provenIdentity,
} from './identity.ts';
import { heardAlive, phasesAdvance, phasesEnd } from './phases.ts';
import { recordsSigned } from './records.ts';
import { reportHolds } from './report.ts';
import { silentGivenUp } from './silence.ts';

export const rules: readonly Rule[] = [
  onePerRemote, provenIdentity, notSelf, phasesAdvance, phasesEnd, countsHold, limitsHold, dialsAllowed, dialsWait,
  dialsPaced, bounded, honestUnbanned, reportHolds, noLivelock,
  proofsTrue, ownSeqGrows, contestsSettle, supersededRightly, silentGivenUp, heardAlive, honestUnblamed, bannedStayOut,
  bookIsKept, recordsSigned,
];

const NOTHING: readonly Violation[] = [];

/** All of them as one operator: a pipe for each would cost more than what they look at. */
export const allOf = (about: About): Invariant => {
  const checks = rules.map(({ name, make }) => ({ name, check: make(about) }));
  // mergeMap: a step's violations are there at once, so there is never a second one under way
  return mergeMap((step) => {
    let found: Violation[] | undefined;
    for (const { name, check } of checks) {
      const facts = check(step);
      if (facts !== false) (found ??= []).push(violation(name, step, facts));
    }
    return found ?? NOTHING;
  });
};
