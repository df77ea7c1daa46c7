// Keeps the ban list, and ends the connections of whoever is put on it.
import { endpointOf, hostOf } from '../address.ts';
import { close, type Command } from '../command.ts';
import type { Event, EventOf } from '../event.ts';
import { go, stay, type Reducer, type Transition } from '../reducer.ts';
import type { Ban, PeerState, State } from '../state.ts';
import type { Table } from '../table.ts';

/** A list that policies fill from what remotes do must not grow without end; the ban that ends first gives way. */
export const BANS_MAX = 4_096;

const isSubject = (peer: PeerState, subject: string): boolean =>
  peer.node === subject || endpointOf(peer.address) === subject || hostOf(peer.address) === subject;

const closings = (state: State, { subject, until, reason }: Ban, now: number): readonly Command[] =>
  [...state.peers.values()]
    .filter((peer) => peer.phase !== 'closing' && isSubject(peer, subject))
    .map(({ peer }) => close(peer, 'banned', { detail: reason, retryAfterMs: until - now }));

const soonest = (bans: Table<Ban>): Ban | undefined => {
  let first: Ban | undefined;
  for (const ban of bans.values()) if (first === undefined || ban.until < first.until) first = ban;
  return first;
};

const withRoom = (bans: Table<Ban>): Table<Ban> => {
  const first = bans.size < BANS_MAX ? undefined : soonest(bans);
  return first === undefined ? bans : bans.delete(first.subject);
};

const onBanned = (state: State, event: EventOf<'subject-banned'>, now: number): Transition<State> => {
  const { subject, until, reason } = event;
  if (until <= now) return stay(state);
  const ban = { subject, until, reason };
  const bans = (state.bans.has(subject) ? state.bans : withRoom(state.bans)).set(subject, ban);
  return go({ ...state, bans }, ...closings(state, ban, now));
};

const unexpired = (bans: Table<Ban>, now: number): Table<Ban> =>
  [...bans.values()].reduce((left, { subject, until }) => (until <= now ? left.delete(subject) : left), bans);

export const bans: Reducer<State> = (state: State, event: Event, now: number) => {
  switch (event.type) {
    case 'subject-banned':
      return onBanned(state, event, now);
    case 'subject-unbanned':
      return go({ ...state, bans: state.bans.delete(event.subject) });
    case 'ticked':
      return event.timer === 'status' ? go({ ...state, bans: unexpired(state.bans, now) }) : stay(state);
    default:
      return stay(state);
  }
};
