// The columns of a live view, and what each of them is sorted by.
import { endpointOf } from '../../address.ts';
import { printable } from '../../printable.ts';
import { span } from '../../status/inWords.ts';
import { bytes, roundTrip, short } from '../statusText.ts';
import type { SeenEdge, Sight } from './sight.ts';
import { sparkline } from './sparkline.ts';

/** What a view remembers of a connection from one answer to the next. */
export interface Track {
  /** Of the last answers, the oldest first. */
  readonly rtts: readonly (number | null)[];
  readonly inPerS: number;
  readonly outPerS: number;
}

export const NO_TRACK: Track = { rtts: [], inPerS: 0, outPerS: 0 };

export interface LiveColumn {
  readonly name: string;
  readonly cell: (edge: SeenEdge, track: Track, now: number) => string;
  /** Numbers before texts; what is not known comes last. */
  readonly rank: (edge: SeenEdge, track: Track) => number | string;
}

const LAST = Number.MAX_VALUE;

/** `out-9` before `out-10`, and all that go out before all that come in. */
const peerRank = ({ peer, direction }: SeenEdge): number =>
  Number(/\d+$/.exec(peer)?.[0] ?? 0) + (direction === 'in' ? 1e9 : 0);

const since = (iso: string, now: number): string => span(now - Date.parse(iso));

const PEER: LiveColumn = { name: 'PEER', cell: ({ peer }) => peer, rank: peerRank };
const PHASE: LiveColumn = { name: 'PHASE', cell: ({ phase }) => phase, rank: ({ phase }) => phase };

/** In the order in which a narrow terminal keeps them. */
const OTHERS: readonly LiveColumn[] = [
  { name: 'NODE', cell: ({ id }) => short(id), rank: ({ id }) => id ?? '~' },
  { name: 'LABEL', cell: ({ label }) => printable(label ?? '-'), rank: ({ label }) => label ?? '~' },
  { name: 'ADDRESS', cell: ({ address }) => endpointOf(address), rank: ({ address }) => endpointOf(address) },
  { name: 'RTT', cell: ({ rttMs }) => roundTrip(rttMs), rank: ({ rttMs }) => rttMs ?? LAST },
  { name: 'TREND', cell: (_edge, { rtts }) => sparkline(rtts), rank: ({ rttMs }) => rttMs ?? LAST },
  { name: 'FOR', cell: (edge, _track, now) => since(edge.since, now), rank: (edge) => -Date.parse(edge.since) },
  { name: 'IN/s', cell: (_edge, { inPerS }) => bytes(inPerS), rank: (_edge, { inPerS }) => -inPerS },
  { name: 'OUT/s', cell: (_edge, { outPerS }) => bytes(outPerS), rank: (_edge, { outPerS }) => -outPerS },
  { name: 'HEARD', cell: (edge, _track, now) => since(edge.heardAt, now), rank: (edge) => Date.parse(edge.heardAt) },
  { name: 'IN', cell: ({ bytesIn }) => bytes(bytesIn), rank: ({ bytesIn }) => -bytesIn },
  { name: 'OUT', cell: ({ bytesOut }) => bytes(bytesOut), rank: ({ bytesOut }) => -bytesOut },
];

/** How many of the last ones a narrow terminal does without. */
export const LIVE_DROPPABLE = 7;

export const liveColumns = (of: Sight['of']): readonly LiveColumn[] =>
  of === 'peers' ? [PEER, PHASE, ...OTHERS] : [PEER, ...OTHERS];
