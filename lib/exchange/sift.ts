// Sifts what a connection brings: what is known is left out, what is new is verified, what is bad is named.
import { edgeIdOf } from '../network/ids.ts';
import { learn, type Item } from '../network/learn.ts';
import type { NetworkMap } from '../network/networkMap.ts';
import { RecordError } from '../network/recordError.ts';
import type { Verifier } from '../network/signing.ts';
import { verifyItem } from '../network/verifyItem.ts';
import { never } from '../never.ts';
import { itemOf } from './itemText.ts';
import type { Advert } from './keys.ts';

/** Clocks may differ by that much; what is later is held back, since its `seq` could not be outdone. */
export const SKEW_MS_MAX = 120_000;

export interface Sifted {
  /** New, verified, in the order they came. */
  readonly fresh: readonly string[];
  /** What no honest node would have relayed. */
  readonly bad: readonly string[];
  /** How many were there already. */
  readonly known: number;
  /** The records that others build upon, and that are not there. */
  readonly wanted: readonly Advert[];
}

export interface Sieve {
  readonly map: NetworkMap;
  readonly verifier: Verifier;
  /** Asked before each signature; false: no more for now. */
  readonly afford: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Judged =
  | { readonly map: NetworkMap } | { readonly bad: string } | { readonly wanted: Advert } | 'known' | undefined;

const isFromTheFuture = (item: Item, now: number): boolean =>
  item.type === 'record' ? item.record.header.seq > now + SKEW_MS_MAX :
  item.type === 'attestation' ? false : item.header.seq > now + SKEW_MS_MAX;

const wantedFor = (item: Item): Advert => {
  switch (item.type) {
    case 'record':
      return { id: edgeIdOf(item.record.header.id), seq: item.record.header.seq };
    case 'refresh':
    case 'rival':
      return { id: edgeIdOf(item.header.id), seq: item.header.seq };
    case 'attestation':
      return { id: item.attestation.subject, seq: item.attestation.seq };
    default:
      return never(item);
  }
};

const judged = (text: string, { map, verifier, afford, now }: Sieve): Judged => {
  const item = itemOf(text);
  if (isFromTheFuture(item, now)) return undefined;
  const { map: next, outcome } = learn(map, item);
  if (outcome === 'refused') return { bad: `${item.type} that this network cannot hold` };
  if (outcome === 'known') return 'known';
  if (outcome === 'want') return { wanted: wantedFor(item) };
  if (outcome !== 'new' || !afford()) return undefined;
  const verdict = verifyItem(map, item, verifier);
  if (verdict === 'bad') return { bad: `${item.type} with a wrong signature` };
  return verdict === 'good' ? { map: next } : undefined;
};

/** Each item is judged by the map with those before it, so a record may come with the doubts about it. */
export const sift = (texts: readonly string[], sieve: Sieve): Sifted => {
  const [fresh, bad, wanted]: [string[], string[], Advert[]] = [[], [], []];
  let { map } = sieve;
  let known = 0;
  for (const text of texts) {
    try {
      const verdict = judged(text, { ...sieve, map });
      if (verdict === 'known') known += 1;
      else if (verdict === undefined) continue;
      else if ('bad' in verdict) bad.push(verdict.bad);
      else if ('wanted' in verdict) wanted.push(verdict.wanted);
      else {
        map = verdict.map;
        fresh.push(text);
      }
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      bad.push(error.message);
    }
  }
  return { fresh, bad, known, wanted };
};
