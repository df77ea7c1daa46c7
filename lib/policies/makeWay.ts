// Keeps the door free: whoever stands in it and proves nothing makes way for those who come.
import { pipe } from 'rxjs';
import { hostOf } from '../address.ts';
import { close } from '../command.ts';
import type { PeerId } from '../event.ts';
import { groupOf } from '../group.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { pending, type PeerState, type State } from '../state.ts';

export interface MakeWay {
  /** Incoming connections on their way that may be there undisturbed; below the limit of `maxHandshakes`. */
  readonly handshakes: number;
}

/** Private addresses and names are in no group: each host is then its own. */
const groupFor = ({ address }: PeerState): string => groupOf(address) ?? hostOf(address);

/** Who has said hello waits for us, and no longer for itself. */
const isOnItsWay = ({ direction, phase }: PeerState): boolean =>
  direction === 'in' && (phase === 'accepted' || phase === 'securing' || phase === 'greeting');

const ordinal = ({ peer }: PeerState): number => Number(peer.slice(peer.indexOf('-') + 1));

interface Standing {
  readonly peer: PeerState;
  readonly ofGroup: number;
}

/** Of the group that has the most on their way, the one who has been longest; of two such groups, the longest of both. */
const longest = (state: State, newcomer: PeerId): Standing | undefined => {
  const waiting = [...state.peers.values()].filter((one) => isOnItsWay(one) && one.peer !== newcomer);
  const counts = new Map<string, number>();
  for (const peer of waiting) counts.set(groupFor(peer), (counts.get(groupFor(peer)) ?? 0) + 1);
  const ofGroup = Math.max(0, ...counts.values());
  const [peer] = waiting.filter((one) => counts.get(groupFor(one)) === ofGroup)
    .sort((a, b) => a.since - b.since || ordinal(a) - ordinal(b));
  return peer && { peer, ofGroup };
};

/**
 * As somebody comes and more than `handshakes` incoming connections are on their way, closes the one that has been so
 * for longest, of the address group that has the most. Whoever is honest is through within two or three round trips:
 * with `handshakes` of them and a hundred comers a second, which is what the gate lets in, each has as many hundredths
 * of a second. Who only stands there has no more than that, and can keep nobody out.
 *
 * As TCP's own cache of half-open connections is emptied under attack: RFC 4987, section 3.3.
 *
 * @example makeWay({ handshakes: 48 })
 */
export const makeWay = ({ handshakes }: MakeWay): Policy =>
  pipe(
    on('connection-accepted'),
    issue(({ event, state }): readonly Decision[] => {
      const onTheirWay = pending(state, 'in');
      const found = onTheirWay > handshakes ? longest(state, event.peer) : undefined;
      if (found === undefined) return [];
      const detail = `${onTheirWay} handshakes under way, over ${handshakes}`;
      const inputs = { onTheirWay, handshakes, ofGroup: found.ofGroup };
      return [{ command: close(found.peer.peer, 'evicted', { detail }), inputs }];
    }),
  );
