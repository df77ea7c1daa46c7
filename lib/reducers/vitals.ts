// Keeps the signs of life of each connection: when it was last heard, how long a round trip takes, what it carried.
import type { Event, EventOf } from '../event.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { PeerState, State } from '../state.ts';

/** RFC 6298, section 2: the weights of a new sample in the smoothed round-trip time and in its variation. */
const RTT_GAIN = 1 / 8;
const VARIATION_GAIN = 1 / 4;

type Smoothed = Pick<PeerState, 'rttMs' | 'rttVarMs'>;

/** The estimator of RFC 6298: the first sample stands for itself, and half of it for the variation. */
export const smoothed = ({ rttMs, rttVarMs }: Smoothed, sampleMs: number): Smoothed =>
  rttMs === undefined || rttVarMs === undefined
    ? { rttMs: sampleMs, rttVarMs: sampleMs / 2 }
    : {
        rttMs: rttMs + RTT_GAIN * (sampleMs - rttMs),
        rttVarMs: rttVarMs + VARIATION_GAIN * (Math.abs(sampleMs - rttMs) - rttVarMs),
      };

const onHeard = (state: State, { peer, rttMs, traffic }: EventOf<'peer-heard'>, now: number): State => {
  const old = state.peers.get(peer);
  if (old === undefined) return state;
  const heard: PeerState = rttMs === undefined
    ? { ...old, heardAt: now, traffic }
    : { ...old, heardAt: now, traffic, ...smoothed(old, rttMs) };
  return { ...state, peers: state.peers.set(peer, heard) }; // nothing that is counted by connection
};

export const vitals: Reducer<State> = (state: State, event: Event, now: number) =>
  event.type === 'peer-heard' ? go(onHeard(state, event, now)) : stay(state);
