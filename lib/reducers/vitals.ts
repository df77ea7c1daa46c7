// Keeps the signs of life of each connection: when it was last heard, how long a round trip takes, what it carried.
import type { Event, EventOf, Traffic } from '../event.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { PeerState, State } from '../state.ts';
import { withRecords } from '../withPeer.ts';

/** RFC 6298, section 2: the weights of a new sample in the smoothed round-trip time and in its variation. */
const RTT_GAIN = 1 / 8;
const VARIATION_GAIN = 1 / 4;

type Smoothed = Pick<PeerState, 'rttMs' | 'rttVarMs'>;
type Measured = Required<Smoothed>;

/** The estimator of RFC 6298: the first sample stands for itself, and half of it for the variation. */
export const smoothed = ({ rttMs, rttVarMs }: Smoothed, sampleMs: number): Measured =>
  rttMs === undefined || rttVarMs === undefined
    ? { rttMs: sampleMs, rttVarMs: sampleMs / 2 }
    : {
        rttMs: rttMs + RTT_GAIN * (sampleMs - rttMs),
        rttVarMs: rttVarMs + VARIATION_GAIN * (Math.abs(sampleMs - rttMs) - rttVarMs),
      };

/** Of who has greeted, written out as in `withRecords`. The record of anybody else is spread: it lacks some of it. */
const measured = (old: PeerState, heardAt: number, traffic: Traffic, { rttMs, rttVarMs }: Measured): PeerState => {
  const { peer, direction, address, phase, since, openedAt, node, boot, label, addresses, contests } = old;
  if (openedAt === undefined || node === undefined || boot === undefined || contests !== undefined) {
    return { ...old, heardAt, traffic, rttMs, rttVarMs };
  }
  return label === undefined
    ? { peer, direction, address, phase, since, openedAt, node, boot, addresses, heardAt, rttMs, rttVarMs, traffic }
    : {
        peer, direction, address, phase, since, openedAt, node, boot, label, addresses, heardAt, rttMs, rttVarMs,
        traffic,
      };
};

const onHeard = (state: State, { peer, rttMs, traffic }: EventOf<'peer-heard'>, now: number): State => {
  const old = state.peers.get(peer);
  if (old === undefined) return state;
  const heard: PeerState = rttMs === undefined
    ? { ...old, heardAt: now, traffic }
    : measured(old, now, traffic, smoothed(old, rttMs));
  return withRecords(state, state.peers.set(peer, heard)); // nothing that is counted by connection
};

export const vitals: Reducer<State> = (state: State, event: Event, now: number) =>
  event.type === 'peer-heard' ? go(onHeard(state, event, now)) : stay(state);
