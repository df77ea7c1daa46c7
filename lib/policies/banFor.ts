// Turns what we closed a connection for into a ban that ends by itself.
import { pipe } from 'rxjs';
import { hostOf } from '../address.ts';
import { ban, type Command } from '../command.ts';
import { issue, on, type Policy } from '../policy.ts';
import type { GoodbyeReason } from '../reasons.ts';

/** How long for which reason, in milliseconds. */
export type Sentences = Readonly<Partial<Record<GoodbyeReason, number>>>;

/**
 * Bans the node, or its host while nobody knows which node it is, after this end closed a connection to it for one of
 * the reasons named. What the remote says of us in its goodbye bans nobody. The list of bans has a bound and is saved.
 *
 * On a transport that is not secure an id is a claim, so whoever it names can be banned by others.
 *
 * @example banFor({ flooded: 600_000, misbehaved: 86_400_000 })
 */
export const banFor = (sentences: Sentences): Policy =>
  pipe(
    on('peer-closed'),
    issue(({ event }): readonly Command[] => {
      const { reason, endedBy, node, address, detail } = event;
      const forMs = Object.entries(sentences).find(([name]) => name === reason)?.[1];
      if (forMs === undefined || endedBy !== 'local') return [];
      return [ban(node ?? hostOf(address), { forMs, reason: detail === undefined ? reason : `${reason}: ${detail}` })];
    }),
  );
