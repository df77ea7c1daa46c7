// What a head answers to its tails: the protocol's own routes.
import { defer, Observable, of } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { answer } from '../network/descent.ts';
import { decodeQuestion, encodeAnswer } from '../network/descentBytes.ts';
import { namedBy } from '../network/findByEdgeId.ts';
import { itemsOf } from '../network/learn.ts';
import { RecordError } from '../network/recordError.ts';
import type { Transport } from '../transport.ts';
import { RequestError, type Handler, type IncomingRequest } from '../peer.ts';
import { inBulletins } from './bulletin.ts';
import { decodeIds } from './ids.ts';
import type { Inbox } from './inbox.ts';
import { itemText } from './itemText.ts';
import { reportBytes } from './outgoing.ts';
import { referring } from './referring.ts';
import { verifying } from './verifying.ts';
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

export const handlers = (parts: HeadParts): Readonly<Record<string, Handler>> => {
  const { inbox, state, told } = parts;
  const report = (peer: PeerId, items?: readonly string[]): Uint8Array =>
    reportBytes(told.telling(peer, state().network), items);
  /** Answered when it has been taken in: so the answer says where this node stands with what it brought. */
  const heard: Handler = ({ peer, data }) =>
    new Observable((out) => {
      try {
        inbox.take(peer, data, () => {
          if (out.closed) return;
          out.next(report(peer));
          out.complete();
        });
      } catch (error) {
        out.error(error instanceof RecordError ? new RequestError('invalid', error.message, { cause: error }) : error);
      }
    });
  const got = ({ peer, data }: IncomingRequest): Observable<Uint8Array> => {
    const { network } = state();
    const entries = decodeIds(data).flatMap((id) => namedBy(network.map, id));
    const [first] = inBulletins(entries.flatMap((entry) => itemsOf(entry).map(itemText))); // what is left differs still
    return of(report(peer, first));
  };
  return {
    'millrace.watch': ({ peer }) => watching(parts, peer),
    'millrace.push': heard,
    'millrace.beat': heard,
    'millrace.verify': reading(inbox, verifying(parts)),
    'millrace.peers': reading(inbox, referring({ ...parts, report })),
    'millrace.get': reading(inbox, got),
    'millrace.trie': reading(inbox, ({ data }) => of(encodeAnswer(answer(state().network.map, decodeQuestion(data))))),
  };
};
