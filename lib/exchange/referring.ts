// Whom else there is: a few signed records of the map, spread over address groups, for somebody who knows nobody yet.
// `k 1` and back a bulletin.
import { of, type Observable } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { Latest } from '../latest.ts';
import { Reader } from '../network/reader.ts';
import { overGroups } from '../overGroups.ts';
import { paid, spare, type Pace } from '../pace.ts';
import { RequestError, type IncomingRequest } from '../peer.ts';
import type { State } from '../state.ts';
import { itemText } from './itemText.ts';

/** As many as one answer holds. */
export const REFERRED_MAX = 32;
export const REFER_PACE: Pace = { everyMs: 60_000, burst: 3 };
/** More than a node has connections. */
const LINKS_MAX = 256;

/**
 * Records of nodes that are up and can be dialled, by chance, one of each address group: whoever owns a group has one
 * of them at most.
 */
export const referrals = (state: State, count: number, random: () => number): readonly string[] => {
  const { self, network: { survey } } = state;
  const found = survey.ids.flatMap((id) => {
    const record = survey.verdictOf(id) === 'up' && id !== self.node ? survey.versionOf(id)?.record : undefined;
    const [endpoint] = record?.body.addresses ?? [];
    return endpoint === undefined || record === undefined ? [] : [{ endpoint, record }];
  });
  const most = { count: Math.min(count, REFERRED_MAX), perGroup: 1, taken: () => 0 };
  return overGroups([found], most, random).map(({ record }) => itemText({ type: 'record', record }));
};

/** @throws RecordError and only that */
export const decodeCount = (bytes: Uint8Array): number => {
  const reader = new Reader('question', bytes);
  const count = reader.uint(1);
  reader.end();
  if (count > REFERRED_MAX) reader.refuse(`${count} records, limit ${REFERRED_MAX}`);
  return count;
};

export interface ReferParts {
  readonly state: () => State;
  readonly env: Env;
  readonly report: (peer: PeerId, items: readonly string[]) => Uint8Array;
}

/** The head's side. */
export const referring = ({ state, env, report }: ReferParts) => {
  const paidUntil = new Latest<PeerId, number>(LINKS_MAX);
  return ({ peer, data }: IncomingRequest): Observable<Uint8Array> => {
    const count = decodeCount(data);
    const now = env.scheduler.now();
    if (spare(paidUntil.get(peer), now, REFER_PACE) < 1) {
      throw new RequestError('rejected', 'too many questions', { retryAfterMs: REFER_PACE.everyMs });
    }
    paidUntil.set(peer, paid(paidUntil.get(peer), now, REFER_PACE));
    return of(report(peer, referrals(state(), count, env.random)));
  };
};
