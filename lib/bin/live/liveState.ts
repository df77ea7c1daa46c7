// What a live view knows between two frames: the last answer, how things have moved since, and what was pressed.
import type { PeerId } from '../../event.ts';
import type { Key } from './keys.ts';
import { liveColumns, NO_TRACK, type Track } from './liveColumns.ts';
import { edgesOf, type SeenEdge, type Sight } from './sight.ts';

/** As wide as a sparkline gets: the last twelve seconds. */
const RTTS_MAX = 12;
const SECOND_MS = 1_000;

export interface LiveState {
  /** Absent before the first answer. */
  readonly sight?: Sight;
  /** By connection; of those alone that the last answer shows. */
  readonly tracks: ReadonlyMap<PeerId, Track>;
  /** Of the columns there are. */
  readonly sortBy: number;
  readonly isReverse: boolean;
  readonly isPaused: boolean;
  /** The first row shown, from 0; a frame shows as much of the end as it has room for. */
  readonly from: number;
  /** Why there is no newer answer, and since when. */
  readonly problem?: { readonly text: string; readonly since: number };
}

export const newLiveState = (): LiveState =>
  ({ tracks: new Map(), sortBy: 0, isReverse: false, isPaused: false, from: 0 });

const perS = (now: number, before: number, ms: number): number =>
  ms > 0 ? Math.max(0, ((now - before) * SECOND_MS) / ms) : 0;

const tracked = (edge: SeenEdge, old: Track | undefined, before: SeenEdge | undefined, ms: number): Track => ({
  rtts: [...(old?.rtts ?? []), edge.rttMs].slice(-RTTS_MAX),
  inPerS: before === undefined ? 0 : perS(edge.bytesIn, before.bytesIn, ms),
  outPerS: before === undefined ? 0 : perS(edge.bytesOut, before.bytesOut, ms),
});

/** An answer of the node. One that comes while the view is paused is passed over. */
export const seen = (state: LiveState, sight: Sight): LiveState => {
  const { problem: _over, ...rest } = state;
  if (state.isPaused) return rest;
  const edges = edgesOf(sight);
  const before = new Map(state.sight === undefined ? [] : edgesOf(state.sight).map((edge) => [edge.peer, edge]));
  const ms = sight.at - (state.sight?.at ?? sight.at);
  const tracks = new Map(edges.map((edge) =>
    [edge.peer, tracked(edge, state.tracks.get(edge.peer), before.get(edge.peer), ms)]));
  return { ...rest, sight, tracks };
};

/** No answer; the last one stays to be seen. */
export const failed = (state: LiveState, text: string, now: number): LiveState =>
  ({ ...state, problem: { text, since: state.problem?.since ?? now } });

const bound = (value: number, max: number): number => Math.max(0, Math.min(value, max));

/** @param room how many rows a frame shows */
export const pressed = (state: LiveState, key: Exclude<Key, 'quit' | 'suspend'>, room: number): LiveState => {
  const { sight, sortBy, from } = state;
  if (sight === undefined) return state;
  const columns = liveColumns(sight.of).length;
  const last = Math.max(0, edgesOf(sight).length - room);
  const moved = (by: number): LiveState => ({ ...state, from: bound(Math.min(from, last) + by, last) });
  if (typeof key === 'object') return { ...state, sortBy: bound(key.column, columns - 1) };
  switch (key) {
    case 'left':
      return { ...state, sortBy: bound(sortBy - 1, columns - 1) };
    case 'right':
      return { ...state, sortBy: bound(sortBy + 1, columns - 1) };
    case 'reverse':
      return { ...state, isReverse: !state.isReverse };
    case 'pause':
      return { ...state, isPaused: !state.isPaused };
    case 'up':
      return moved(-1);
    case 'down':
      return moved(1);
    case 'page-up':
      return moved(-room);
    case 'page-down':
      return moved(room);
    case 'home':
      return moved(-last);
    case 'end':
      return moved(last);
  }
};

/** The connections in the order that was asked for; equal ones as the node told them. */
export const sorted = ({ sight, tracks, sortBy, isReverse }: LiveState): readonly SeenEdge[] => {
  if (sight === undefined) return [];
  const column = liveColumns(sight.of)[sortBy];
  const rankOf = (edge: SeenEdge): number | string => column?.rank(edge, tracks.get(edge.peer) ?? NO_TRACK) ?? 0;
  const ranked = edgesOf(sight).map((edge) => ({ edge, rank: rankOf(edge) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  const edges = ranked.map(({ edge }) => edge);
  return isReverse ? edges.reverse() : edges;
};
