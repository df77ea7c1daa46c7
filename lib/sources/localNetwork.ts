// Nodes on the same local network, found without an address to begin with: multicast DNS.
import {
  catchError, concat, defer, distinct, EMPTY, exhaustMap, filter, finalize, ignoreElements, map, merge, mergeMap,
  of, repeat, take, tap, timer, type Observable,
} from 'rxjs';
import type { Address } from '../address.ts';
import { backOffMs } from '../backOff.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { NodeId } from '../nodeId.ts';
import { paid, spare, type Pace } from '../pace.ts';
import type { Source } from '../source.ts';
import { learnt, missed } from '../store/learnt.ts';
import { RETRY } from './bootstrapDns.ts';
import { announcement, farewell, isAsked, neighboursIn, question, type LocalService } from './localService.ts';
import type { Heard, Multicast } from './multicast.ts';

/** RFC 6762, section 5.2: the time between questions doubles from a second up to an hour. */
const ASK = { firstMs: 1_000, mostMs: 3_600_000 };
/** Section 6: waited by chance, since all others are asked as well; and then a second before it is said again. */
const ANSWER = { leastMs: 20, spreadMs: 100, againMs: 1_000 };
/** A whole office at once, and then one a second: whoever is on the link can invent as many as it likes. */
const BELIEVED: Pace = { everyMs: 1_000, burst: 64 };
/** What is wrong with an interface is the same each time. */
const TROUBLES_MAX = 4;

/** Where this node can be reached on the local network. */
export interface OnLink {
  readonly port: number;
  /** IPv4 addresses, for programs that browse; nodes go by where a packet comes from. */
  readonly hosts: readonly string[];
}

export interface LocalNetwork {
  readonly node: NodeId;
  readonly network: string;
  /** Asked again each time; undefined: it listens nowhere that the others could reach, and only looks for them. */
  readonly here: () => OnLink | undefined;
  readonly open: () => Multicast;
}

/** Its own question reaches it too, and it answers: so it announces itself as often as it asks (section 8.3). */
const asking = (link: Multicast, { scheduler }: Env): Observable<never> =>
  defer(() => {
    link.send(question);
    return EMPTY;
  }).pipe(
    // without a count: whoever came meanwhile has announced itself, but may not have been heard
    repeat({ delay: (count) => timer(Math.min(ASK.mostMs, ASK.firstMs * 2 ** (count - 1)), scheduler) }),
  );

const answering = (
  { heard$ }: Multicast, node: NodeId, tell: () => void, { scheduler, random }: Env,
): Observable<never> =>
  heard$.pipe(
    filter(({ packet }) => isAsked(packet, node)),
    exhaustMap(() => concat(
      timer(ANSWER.leastMs + ANSWER.spreadMs * random(), scheduler).pipe(tap(tell)),
      timer(ANSWER.againMs, scheduler),
    )),
    ignoreElements(),
  );

const hearing = ({ heard$ }: Multicast, own: LocalNetwork, { scheduler }: Env): Observable<Event> => {
  let paidUntil: number | undefined;
  const believed = (heard: Heard): readonly Address[] =>
    neighboursIn(heard, own).filter(() => {
      const now = scheduler.now();
      if (spare(paidUntil, now, BELIEVED) < 1) return false;
      paidUntil = paid(paidUntil, now, BELIEVED);
      return true;
    });
  return heard$.pipe(mergeMap((heard) => learnt('mdns', believed(heard).map((address) => ({ address })))));
};

const troubles = ({ trouble$ }: Multicast): Observable<Event> =>
  trouble$.pipe(
    map(messageOf),
    distinct(),
    take(TROUBLES_MAX),
    map((error) => missed('mdns', [`multicast DNS: ${error}`])),
  );

const linked = (own: LocalNetwork, env: Env): Observable<Event> =>
  defer(() => {
    const link = own.open();
    const service = (): (LocalService & OnLink) | undefined => {
      const here = own.here();
      return here && { ...here, node: own.node, network: own.network };
    };
    const tell = (): void => {
      const it = service();
      if (it !== undefined) link.send(announcement(it, it.hosts));
    };
    const leave = (): void => {
      const last = service();
      link.close(last && farewell(last));
    };
    // its own question comes last, when all the others listen
    return merge(
      hearing(link, own, env), answering(link, own.node, tell, env), troubles(link), asking(link, env),
    ).pipe(finalize(leave));
  });

/**
 * Asks its neighbours for nodes of its network, and answers when it is asked: `_millrace._tcp.local`, RFC 6763 over
 * RFC 6762. An address is told with the id that its owner claims, which only the handshake proves; its host is always
 * the one that the packet came from, so that nobody can send a node elsewhere. What goes wrong is told as
 * `addresses-missed`, and tried again after a back-off when the port could not be taken. Never completes.
 *
 * @example
 * const here = () => ({ port: 7_000, hosts: [] });
 * localNetwork({ node: key.id, network: 'millrace', here, open: multicast }, realEnv)
 */
export const localNetwork = (own: LocalNetwork, env: Env): Source =>
  defer(() => {
    let failures = 0;
    return linked(own, env).pipe(
      tap(() => (failures = 0)),
      catchError((error: unknown) => {
        failures++;
        return of(missed('mdns', [`multicast DNS: ${messageOf(error)}`]));
      }),
      // without a count: it is tried for as long as the node runs
      repeat({ delay: () => timer(backOffMs(RETRY, failures, env.random), env.scheduler) }),
    );
  });
