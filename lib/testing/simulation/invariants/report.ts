// What a node tells of itself against what it believes: I19.
import type { Inputs } from '../../../because.ts';
import { statusReport } from '../../../status/statusReport.ts';
import type { Step } from '../../../step.ts';
import type { Rule } from './rule.ts';

const FIGURES = { rssBytes: 0, eventLoopDelayMsP99: 0 } as const;

const differs = ({ state, now }: Step): false | Inputs => {
  const report = statusReport(state, now, FIGURES);
  const peers = [...state.peers.values()];
  const alive = (direction: string): string =>
    peers
      .filter((peer) => peer.phase === 'alive' && peer.direction === direction)
      .map(({ peer }) => peer)
      .sort()
      .join(' ');
  const told = (edges: readonly { readonly peer: string }[]): string => edges.map(({ peer }) => peer).sort().join(' ');
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((all, one) => all + one, 0);
  const pairs: readonly (readonly [string, string | number, string | number])[] = [
    ['outgoing', told(report.outgoing), alive('out')],
    ['incoming', told(report.incoming), alive('in')],
    ['banned', report.banned.length, [...state.bans.values()].filter(({ until }) => until > now).length],
    ['closed', sum(report.closed), [...state.closed].reduce((all, [, one]) => all + one, 0)],
    ['refused', sum(report.refused), [...state.refused].reduce((all, [, one]) => all + one, 0)],
    ['lifecycle', report.node.lifecycle, state.lifecycle],
  ];
  const wrong = pairs.find(([, one, other]) => one !== other);
  return wrong !== undefined && { field: wrong[0], told: wrong[1], believed: wrong[2] };
};

export const reportHolds: Rule = {
  name: 'I19 the status report equals the state',
  make: () => (step) => step.event.type === 'ticked' && step.event.timer === 'status' && differs(step),
};
