// Goodbyes on the wire: ERROR on stream 0, data `{ reason, retryAfterMs?, detail?, records? }`, JSON in UTF-8.
//
// The code is REJECTED_SETUP before the head has welcomed its tail, afterwards CONNECTION_CLOSE for an end in good
// order and CONNECTION_ERROR for a fault; INVALID_SETUP and UNSUPPORTED_SETUP where the spec asks for them. The detail
// is told only where it says what the remote did wrong on the wire: to whoever writes a client it is the one clue.
import type { GoodbyeReason } from '../reasons.ts';
import { isGoodbyeReason } from '../reasons.ts';
import { ERROR_CODE, type ErrorFrame } from './frame.ts';
import { legible } from './legible.ts';
import { parsed } from './parsed.ts';
import { referral } from './referral.ts';
import { retryAfter } from './retryAfter.ts';
import type { Ending, Goodbye } from './session.ts';

/** Reasons that accuse: the connection does not end in good order. */
const FAULTS: ReadonlySet<GoodbyeReason> = new Set<GoodbyeReason>([
  'timed-out', 'slow-reader', 'flooded', 'misbehaved', 'protocol', 'too-big', 'wrong-identity', 'failed',
]);

/** Told on the wire together with a detail. */
const EXPLAINED: ReadonlySet<GoodbyeReason> = new Set<GoodbyeReason>(['protocol', 'too-big', 'other-version']);

/** What a code means when the data is not ours. */
const BY_CODE: ReadonlyMap<number, GoodbyeReason> = new Map<number, GoodbyeReason>([
  [ERROR_CODE.INVALID_SETUP, 'protocol'],
  [ERROR_CODE.UNSUPPORTED_SETUP, 'other-version'],
  [ERROR_CODE.REJECTED_SETUP, 'refused'],
  [ERROR_CODE.REJECTED_RESUME, 'refused'],
  [ERROR_CODE.CONNECTION_ERROR, 'failed'],
  [ERROR_CODE.CONNECTION_CLOSE, 'stopping'],
]);

/** @param code the spec's code where it asks for one; else by the reason */
export const encodeFarewell = (goodbye: Goodbye, code?: number): ErrorFrame => {
  const { reason, detail } = goodbye;
  const orderly = FAULTS.has(reason) ? ERROR_CODE.CONNECTION_ERROR : ERROR_CODE.CONNECTION_CLOSE;
  const explained = detail !== undefined && EXPLAINED.has(reason) ? { detail: legible(detail) } : {};
  const said = { reason, ...retryAfter(goodbye.retryAfterMs), ...explained, ...referral(goodbye.records) };
  return { type: 'ERROR', stream: 0, code: code ?? orderly, data: Buffer.from(JSON.stringify(said)) };
};

const textOf = (said: unknown): { readonly detail?: string } =>
  typeof said === 'string' && said !== '' ? { detail: legible(said) } : {};

/** How the connection ended, by the remote's own words. A reason that is not on our list is only quoted. */
export const decodeFarewell = (frame: ErrorFrame): Ending => {
  const said = parsed(frame.data);
  const reason = said?.['reason'];
  if (typeof reason === 'string' && isGoodbyeReason(reason)) {
    const more = { ...retryAfter(said?.['retryAfterMs']), ...referral(said?.['records']) };
    return { reason, endedBy: 'remote', ...textOf(said?.['detail']), ...more };
  }
  const meant = typeof reason === 'string' ? undefined : BY_CODE.get(frame.code);
  return { reason: meant ?? 'ended', endedBy: 'remote', ...textOf(legible(frame.data)) };
};
