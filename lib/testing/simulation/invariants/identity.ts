// Who is at the other end: I1, I2, I3 and I18.
import { hostOf } from '../../../address.ts';
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

/** What the simulated operator gives as its reason. */
export const OPERATOR = 'the operator, for the simulation';
