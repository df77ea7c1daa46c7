// What a head answers to its tails: the protocol's own routes.
import { defer, Observable, of } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { changesSince } from '../network/changes.ts';
import { isMissing } from '../network/findByEdgeId.ts';
import { answer } from '../network/descent.ts';
import { decodeQuestion, encodeAnswer } from '../network/descentBytes.ts';
import { RecordError } from '../network/recordError.ts';
import type { Transport } from '../transport.ts';
import type { NetworkState } from '../networkState.ts';
import { RequestError, type Handler, type IncomingRequest } from '../peer.ts';
import { inBulletins, type Bulletin } from './bulletin.ts';
import type { Inbox } from './inbox.ts';
import { ADVERTS_MAX, WANTS_MAX, type Want } from './keys.ts';
import { advertsOf, bulletinBytes, itemsWanted, wantsOf, type Telling } from './outgoing.ts';
import { referring } from './referring.ts';
import { verifying } from './verifying.ts';
import { decodeWants } from './wants.ts';
import { watching, type Watched } from './watching.ts';

export interface HeadParts extends Watched {
  readonly inbox: Inbox;
  readonly transport: Transport;
  readonly env: Env;
}

/** Bytes that are none of the route's are the tail's fault, and counted as such. */
const reading =
  (inbox: Inbox, handle: (request: IncomingRequest) => Observable<Uint8Array>): Handler =>
  (request) =>
    defer(() => {
      try {
        return handle(request);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        inbox.refuse(request.peer, `${request.route}: ${error.message}`);
        throw new RequestError('invalid', error.message, { cause: error });
      }
    });

/** As many as fit into one bulletin: what is left differs still. */
const wanted = (network: NetworkState, wants: readonly Want[]): Telling => {
  const [items = []] = inBulletins(itemsWanted(network, wants));
  return items.length === 0 ? {} : { items };
};

/** To a tail that comes back: what has changed here since, and which of what has changed there is wanted. */
const caughtUp = (network: NetworkState, { since, adverts }: Bulletin): Telling => {
  const ids = changesSince(network.changes, since);
  if (ids === 'gap' || ids.length > ADVERTS_MAX) return { gap: true };
  const missing = adverts.filter((advert) => isMissing(network.map, advert)).slice(0, WANTS_MAX).map(({ id }) => id);
  return { adverts: advertsOf(network, ids), wants: wantsOf(network, missing) };
};

const answerTo = (network: NetworkState, bulletin: Bulletin): Telling => ({
  ...wanted(network, bulletin.wants), ...(bulletin.since === 0 ? {} : caughtUp(network, bulletin)),
});

export const handlers = (parts: HeadParts): Readonly<Record<string, Handler>> => {
  const { inbox, state, told } = parts;
  const say = (peer: PeerId, telling: (network: NetworkState) => Telling): Uint8Array => {
    const network = told.telling(peer, state().network);
    return bulletinBytes(network, peer, telling(network));
  };
  /** Answered when it has been taken in: so the answer says where this node stands with what it brought. */
  const heard: Handler = ({ peer, data }) =>
    new Observable((out) => {
      try {
        const then = (): void => {
          if (out.closed) return;
          out.next(say(peer, (network) => answerTo(network, bulletin)));
          out.complete();
        };
        const bulletin = inbox.take(peer, data, { then });
      } catch (error) {
        out.error(error instanceof RecordError ? new RequestError('invalid', error.message, { cause: error }) : error);
      }
    });
  const got = ({ peer, data }: IncomingRequest): Observable<Uint8Array> => {
    const wants = decodeWants(data);
    return of(say(peer, (network) => wanted(network, wants)));
  };
  return {
    'millrace.watch': ({ peer }) => watching(parts, peer),
    'millrace.push': heard,
    'millrace.beat': heard,
    'millrace.verify': reading(inbox, verifying(parts)),
    'millrace.peers': reading(inbox, referring({ ...parts, report: (peer, items) => say(peer, () => ({ items })) })),
    'millrace.get': reading(inbox, got),
    'millrace.trie': reading(inbox, ({ data }) => of(encodeAnswer(answer(state().network.map, decodeQuestion(data))))),
  };
};
