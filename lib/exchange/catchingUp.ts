// The tail's side of coming back to a node that held the same map: what has changed on both sides since, and no more.
import {
  concat, concatMap, defer, from, ignoreElements, map, of, tap, type Observable,
} from 'rxjs';
import type { Event, PeerId } from '../event.ts';
import { changesSince } from '../network/changes.ts';
import { isMissing } from '../network/findByEdgeId.ts';
import type { Synced } from '../networkState.ts';
import type { Requester } from '../peer.ts';
import type { Bulletin } from './bulletin.ts';
import { descending, inLots, type TailParts } from './descending.ts';
import { ADVERTS_MAX, WANTS_MAX } from './keys.ts';
import { advertsOf, bulletinBytes, bulletinsWith, itemsWanted, wantsOf } from './outgoing.ts';
import { encodeWants } from './wants.ts';

/** Emits one `link-reconciled`; compares the maps instead where either has forgotten too much. */
export const catchingUp = (parts: TailParts, peer: PeerId, requester: Requester, since: Synced): Observable<Event> => {
  const { state, take } = parts;
  const { network } = state();
  const ours = changesSince(network.changes, since.ours);
  if (ours === 'gap' || ours.length > ADVERTS_MAX) return descending(parts, peer, requester);
  const question = bulletinBytes(network, peer, { since: since.theirs, adverts: advertsOf(network, ours) });
  return requester.ask('millrace.beat', question).pipe(
    map((bytes) => take(bytes)),
    concatMap((answer) =>
      (answer.gap ? descending(parts, peer, requester) : exchanged(parts, peer, requester, answer))),
  );
};

const exchanged = (
  { state, take }: TailParts, peer: PeerId, requester: Requester, { adverts, wants }: Bulletin,
): Observable<Event> => {
  const ids = adverts.filter((advert) => isMissing(state().network.map, advert)).map(({ id }) => id);
  const taken = <T>(answer$: Observable<Uint8Array>): Observable<T> => answer$.pipe(tap(take), ignoreElements());
  return concat(
    taken<Event>(from(inLots(ids, WANTS_MAX)).pipe(
      concatMap((some) => requester.ask('millrace.get', encodeWants(wantsOf(state().network, some)))))),
    taken<Event>(defer(() => {
      const items = itemsWanted(state().network, wants);
      return items.length === 0 ? [] : from(bulletinsWith(state().network, peer, items)).pipe(
        concatMap((bytes) => requester.ask('millrace.push', bytes)));
    })),
    of<Event>({ type: 'link-reconciled', peer, fetched: ids.length, given: wants.length, how: 'changes' }),
  );
};
