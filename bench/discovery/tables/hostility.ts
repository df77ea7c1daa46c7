// C8: what the honest nodes get and prove among nodes that pass nothing on, and nodes that lie about what all hold.
import { atLeast, atMost, mean, percent, quantile, rounded } from '../figures.ts';
import { grouped } from '../grouped.ts';
import type { Hostile } from '../hostile.ts';
import type { Table } from '../table.ts';

const SPREAD_GOAL_MS = 1_000;
/** Up to a third; and a little, since numbers of nodes are whole. */
const SHARE_MAX = 0.34;

export const hostilityTable = (runs: readonly Hostile[]): Table => ({
  id: 'C8',
  title: 'Nodes that break the rules',
  about: '`drop`: they hear all and pass on nothing, not even when asked. Milliseconds until all honest nodes hold a ' +
    'new record, and the share of them that hears a cast within a second. `lie`: they claim the largest radius and ' +
    'the digest of whoever they speak to, while an honest node hears of a change 2.5 s late; how many proofs of ' +
    'honest nodes were checked, and how many were not so.',
  columns: ['what', 'share', 'nodes', 'loss', 'slowest record', 'casts heard', 'proofs', 'wrong', 'runs'],
  rows: grouped(runs, ({ nodes, what, share, loss }) => `${nodes} ${what} ${share} ${loss}`).map((all) => {
    const [{ nodes, loss, what, share }] = all;
    const isAsked = share <= SHARE_MAX;
    const proofs = all.reduce((sum, run) => sum + run.proofs, 0);
    const wrong = all.reduce((sum, run) => sum + run.violations.length, 0);
    const dropped = what === 'drop';
    return [
      what, percent(share), String(nodes), percent(loss),
      dropped ? atMost(quantile(all.flatMap(({ spreadMs }) => spreadMs), 1), isAsked ? SPREAD_GOAL_MS : undefined,
        rounded) : '',
      dropped ? atLeast(mean(all.flatMap(({ castsHeard }) => castsHeard)), isAsked ? 1 : undefined,
        (value) => percent(value, 2)) : '',
      String(proofs), atMost(wrong, isAsked ? 0 : undefined, rounded), String(all.length),
    ];
  }),
  samples: runs,
});
