// What a node says of the whole network, against what is so: I10, and that a proof of agreement is true.
import type { Agreement } from '../../../network/agreement.ts';
import { contentOf } from '../../../network/networkMap.ts';
import { withVerdict } from '../../../network/survey.ts';
import type { Rule } from './rule.ts';

/** `discovery.md`, C9: every proof is true in the eyes of somebody who sees all. */
export const proofsTrue: Rule = {
  name: 'I21 whoever proves that all agree is right',
  make: ({ hasHeld }) => {
    let last: Agreement | undefined;
    return ({ state: { network: { agreement, survey, digest, map } } }) => {
      if (agreement === last) return false;
      last = agreement;
      const { proven, excluded } = agreement;
      if (!proven || excluded === 'many') return false;
      const content = contentOf(map);
      const other = withVerdict(survey, 'up').find((id) => !excluded.includes(id) && !hasHeld(id, content));
      return other !== undefined && { digest: digest.slice(0, 8), neverHeldBy: other };
    };
  },
};

export const ownSeqGrows: Rule = {
  name: 'I10 the own sequence number grows, over restarts as well',
  make: ({ published, hasForgotten }) => ({ event, state }) => {
    const seq = event.type === 'record-issued' ? state.network.own.seq : undefined;
    if (seq === undefined) return false;
    const before = published.seq;
    published.seq = Math.max(seq, before);
    return seq <= before && !hasForgotten() && { seq, before };
  },
};
