// Carries out what only changes what the node believes: the command comes back as the event that says so.
import { filter, map, pipe } from 'rxjs';
import type { Caused, Effect, Issued } from '../effect.ts';
import type { Event } from '../event.ts';

const echoOf = ({ command, now }: Issued): Event | undefined => {
  switch (command.type) {
    case 'ban':
      return { type: 'subject-banned', subject: command.subject, until: now + command.forMs, reason: command.reason };
    case 'unban':
      return { type: 'subject-unbanned', subject: command.subject };
    case 'defer': {
      const { address, forMs, attempts, error } = command;
      const why = error === undefined ? {} : { error };
      return { type: 'address-deferred', address, until: now + forMs, attempts, ...why };
    }
    case 'break-loop':
      return { type: 'loop-found', address: command.address, until: now + command.forMs, loop: command.loop };
    case 'announce':
      return command.news;
    case 'stop':
      return { type: 'stop-prepared' };
    default:
      return undefined;
  }
};

/** Not `mergeMap`: every command comes by here, and most are none of its own. */
export const echo: Effect = pipe(
  map((issued: Issued): Caused | undefined => {
    const event = echoOf(issued);
    return event === undefined ? undefined : { event, cause: issued.id };
  }),
  filter((caused) => caused !== undefined),
);
