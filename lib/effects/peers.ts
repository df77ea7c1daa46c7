// Hands commands to the Peers they name, makes a Peer for every dial, and passes on what the Peers tell.
import { endWith, finalize, ignoreElements, map, merge, mergeMap, takeUntil, tap, type Observable } from 'rxjs';
import type { Caused, Effect, Issued } from '../effect.ts';
import type { Peer, PeerCommand } from '../peer.ts';
import type { Registry } from '../peers/registry.ts';

/** The command as the Peer knows it; `undefined` for what is not for a Peer. */
const forPeer = ({ command }: Issued): PeerCommand | undefined => {
  switch (command.type) {
    case 'dial':
      return { type: 'connect' };
    case 'accept':
      return { type: 'listen' };
    case 'welcome':
    case 'ping':
    case 'close':
      return command;
    default:
      return undefined;
  }
};

/** What comes again and again, and is not why a connection ended. */
const PASSING: ReadonlySet<PeerCommand['type']> = new Set<PeerCommand['type']>(['ping']);

const addressee = (registry: Registry, { command }: Issued): Peer | undefined => {
  if (command.type === 'dial') return registry.dialling(command.address);
  return 'peer' in command ? registry.get(command.peer) : undefined;
};

const instruct =
  (registry: Registry) =>
  (issued: Issued): void => {
    const order = forPeer(issued);
    if (order === undefined) return;
    const peer = addressee(registry, issued);
    if (peer === undefined) return; // it ended meanwhile, and said so
    if (!PASSING.has(order.type)) registry.instructed(peer.id, issued.id);
    peer.command$.next(order);
  };

const life =
  (registry: Registry) =>
  (peer: Peer): Observable<Caused> =>
    peer.event$.pipe(
      map((event): Caused => {
        const cause = registry.causeOf(peer.id);
        return cause === undefined ? { event } : { event, cause };
      }),
      finalize(() => registry.forget(peer.id)),
    );

const madeUntil = (done$: Observable<unknown>, { peer$ }: Registry): Observable<Peer> => peer$.pipe(takeUntil(done$));

export const peers =
  (registry: Registry): Effect =>
  (issued$) => {
    const done$ = issued$.pipe(ignoreElements(), endWith(undefined));
    return merge(
      // mergeMap without a limit: the guards decide how many Peers there are, and no new one comes once all is done
      madeUntil(done$, registry).pipe(mergeMap(life(registry))),
      issued$.pipe(tap(instruct(registry)), ignoreElements()),
    );
  };
