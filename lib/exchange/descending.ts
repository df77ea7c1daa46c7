// The tail's side of a comparison of two maps: questions down the trie, then what the head has and what it lacks.
import {
  concat, concatMap, defer, EMPTY, expand, from, ignoreElements, map, of, takeLast, tap, type Observable,
} from 'rxjs';
import type { Event, PeerId } from '../event.ts';
import { ask, descended, descentFrom, type Descent } from '../network/descent.ts';
import { decodeAnswer, encodeQuestion, SALT_BYTES } from '../network/descentBytes.ts';
import type { Requester } from '../peer.ts';
import type { State } from '../state.ts';
import type { Bulletin } from './bulletin.ts';
import { WANTS_MAX } from './keys.ts';
import { bulletinsWith, itemsFor, wantsOf } from './outgoing.ts';
import { encodeWants } from './wants.ts';

export interface TailParts {
  readonly state: () => State;
  readonly random: () => number;
  /** Takes a bulletin that was asked for. @throws RecordError */
  readonly take: (bytes: Uint8Array) => Bulletin;
}

export const inLots = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));

/** Emits where it ended. The map may change under it: what moves meanwhile is told by `watch` and `push` anyhow. */
const descent = ({ state, random }: TailParts, requester: Requester): Observable<Descent> => {
  const mapNow = (): State['network']['map'] => state().network.map;
  const salt = Uint8Array.from({ length: SALT_BYTES }, () => Math.floor(random() * 256));
  return of(descentFrom(salt)).pipe(
    // expand: one question after the other, as many as `ask` has
    expand((so) => {
      const question = ask(mapNow(), so);
      return question === undefined ? EMPTY : requester.ask('millrace.trie', encodeQuestion(question)).pipe(
        map((bytes) => descended(mapNow(), so, decodeAnswer(bytes))),
      );
    }),
    takeLast(1),
  );
};

/** Emits one `link-reconciled`; errors with a RequestError or a RecordError. */
export const descending = (parts: TailParts, peer: PeerId, requester: Requester): Observable<Event> => {
  const { state, take } = parts;
  return descent(parts, requester).pipe(
    concatMap(({ wanted, given }) => concat(
      from(inLots(wanted, WANTS_MAX)).pipe(
        concatMap((ids) => requester.ask('millrace.get', encodeWants(wantsOf(state().network, ids)))),
        tap(take), ignoreElements()),
      defer(() => from(bulletinsWith(state().network, peer, itemsFor(state().network, { nodes: given }))).pipe(
        concatMap((bytes) => requester.ask('millrace.push', bytes)), tap(take), ignoreElements())),
      of<Event>({ type: 'link-reconciled', peer, fetched: wanted.length, given: given.length }),
    )),
  );
};
