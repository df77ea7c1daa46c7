// What others say of a node that nobody has opened the door of to us: whom to ask, and what their answers come to.
import type { EventOf, PeerId, VerifyOutcome } from './event.ts';
import { edgeIdOf } from './network/ids.ts';
import type { NodeId } from './nodeId.ts';
import type { State } from './state.ts';

/** So many common neighbours are asked whether they can reach whom we cannot. */
const ASKED_MAX = 3;

/** What is still to come of a node that is tested, and what has come. */
export interface Inquiry {
  readonly since: number;
  /** Heads that have not answered yet. */
  readonly open: readonly PeerId[];
  readonly reach: number;
  readonly reachNot: number;
  /** Nobody has opened to us; and whether its connection was silent when that was found, or gone. */
  readonly tested?: EventOf<'node-tested'>;
  readonly isSilent?: boolean;
}

export const inquiryOf = (since: number, open: readonly PeerId[] = []): Inquiry =>
  ({ since, open, reach: 0, reachNot: 0 });

/**
 * Our heads that have an edge with a node, by the map: they would know, and each is asked over an edge of ours. Those
 * that were heard last come first: when many die at once, most of the others will not answer either.
 */
export const headsToAsk = (state: State, node: NodeId): readonly PeerId[] => {
  const { survey } = state.network;
  const outOf = (id: NodeId): readonly string[] => survey.versionOf(id)?.record.body.out ?? [];
  const [own, name] = [outOf(node), edgeIdOf(node)];
  return [...state.peers.values()]
    .filter(({ direction, phase, node: head }) => direction === 'out' && phase === 'alive' && head !== undefined &&
      head !== node && (own.includes(edgeIdOf(head)) || outOf(head).includes(name)))
    .sort((one, two) => two.heardAt - one.heardAt || (one.peer < two.peer ? -1 : 1))
    .slice(0, ASKED_MAX)
    .map(({ peer }) => peer);
};

/** One more answer. Whoever cannot tell, or does not answer, is waited for no longer, and does not count. */
export const answered = (inquiry: Inquiry, peer: PeerId, outcome: VerifyOutcome): Inquiry =>
  !inquiry.open.includes(peer) ? inquiry : {
    ...inquiry,
    open: inquiry.open.filter((one) => one !== peer),
    reach: inquiry.reach + (outcome === 'reachable' ? 1 : 0),
    reachNot: inquiry.reachNot + (outcome === 'refused' || outcome === 'timed-out' ? 1 : 0),
  };

/** Most of those who could tell can reach it: then it is we who cannot. */
export const isReached = ({ reach, reachNot }: Inquiry): boolean => reach > reachNot;
