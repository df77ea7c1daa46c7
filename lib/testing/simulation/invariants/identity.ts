// Who is at the other end: I1, I2, I3 and I18.
import { endpointOf, hostOf } from '../../../address.ts';
import type { CloseReason } from '../../../reasons.ts';
import { peersOf } from '../../../state.ts';
import type { Rule } from './rule.ts';

export const onePerRemote: Rule = {
  name: 'I1 one connection to a remote in a direction',
  make: () => ({ event, state }) => {
    if (event.type !== 'peer-opened') return false;
    const alive = peersOf(state, event.node).filter(
      ({ phase, direction }) => phase === 'alive' && direction === event.direction,
    );
    return alive.length > 1 && { node: event.node, connections: alive.map(({ peer }) => peer).join(' ') };
  },
};

export const provenIdentity: Rule = {
  name: 'I2 only who is there is opened',
  make: ({ who }) => ({ event }) => {
    if (event.type !== 'peer-opened') return false;
    const host = hostOf(event.address);
    const there = who(host);
    if (there?.id === event.node && there.mayOpen) return false;
    return { peer: event.peer, node: event.node, host, there: there?.id ?? 'nobody' };
  },
};

export const notSelf: Rule = {
  name: 'I3 no connection to itself is opened',
  make: ({ id }) => ({ event }) => event.type === 'peer-opened' && event.node === id && { peer: event.peer },
};

export const honestUnbanned: Rule = {
  name: 'I18 whoever keeps to the rules is not banned',
  make: ({ isHonest }) => ({ event }) =>
    event.type === 'subject-banned' && event.reason !== OPERATOR && isHonest(event.subject) &&
    { subject: event.subject, reason: event.reason },
};

/** What nobody who keeps to the rules is ever told by another one. */
const OFFENCES: ReadonlySet<CloseReason> = new Set<CloseReason>([
  'protocol', 'too-big', 'other-network', 'misbehaved', 'flooded', 'bad-certificate', 'failed',
]);

export const honestUnblamed: Rule = {
  name: 'I18 whoever keeps to the rules is not blamed',
  make: ({ isHonest }) => ({ event }) =>
    event.type === 'peer-closed' && event.endedBy === 'local' && OFFENCES.has(event.reason) &&
    isHonest(hostOf(event.address)) && { peer: event.peer, reason: event.reason, detail: event.detail ?? '' },
};

export const bannedStayOut: Rule = {
  name: 'I12 nobody who is banned is let in',
  make: () => ({ event, state, now }) => {
    if (event.type !== 'peer-opened') return false;
    const { node, address } = event;
    const ban = [node, hostOf(address), endpointOf(address)]
      .map((subject) => state.bans.get(subject))
      .find((found) => found !== undefined && found.until > now);
    return ban !== undefined && { peer: event.peer, banned: ban.subject };
  },
};

/** What the simulated operator gives as its reason. */
export const OPERATOR = 'the operator, for the simulation';
