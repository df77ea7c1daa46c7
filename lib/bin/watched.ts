// What of a node's life is said to whoever started it: that it is ready, what is wrong, and what it cannot live with.
import debug from 'debug';
import { tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { Event } from '../event.ts';
import type { Net } from '../net.ts';
import { printable } from '../printable.ts';
import { eventPhrase } from '../status/eventPhrase.ts';
import type { Step } from '../step.ts';
import { ExitError } from './exitError.ts';

const log = debug('millrace:stop');

/** What somebody should hear of at once, though the node goes on: files that are damaged or cannot be written. */
const complaintIn = (event: Event): string | undefined => {
  switch (event.type) {
    case 'addresses-missed':
      return ['book', 'file', 'config', 'dns', 'mdns'].includes(event.from) ? event.error : undefined;
    case 'book-failed':
    case 'report-failed':
      return eventPhrase(event);
    default:
      return undefined;
  }
};

/** The sources that ask for a stop when they cannot take, or read, what they were told to. */
const NEEDED: ReadonlySet<string> = new Set(['control', 'http', 'book']);

/** What a node that has just been started cannot go on without. */
const failureIn = ({ event, id }: Step, net: Net): string | undefined => {
  if (event.type === 'listening-failed') return `cannot listen on ${event.address}: ${event.error}`;
  if (event.type === 'identity-duplicated') return eventPhrase(event);
  if (event.type !== 'stop-requested') return undefined;
  return NEEDED.has(net.journal.get(id)?.by ?? '') ? event.reason : undefined;
};

/** @param complain takes what is wrong, a line of text. Errors with an ExitError when the node cannot go on. */
export const watched = (net: Net, complain: (text: string) => void): MonoTypeOperatorFunction<Step> =>
  tap((step) => {
    const failure = failureIn(step, net);
    if (failure !== undefined) throw new ExitError(1, failure);
    if (step.event.type === 'stop-requested') log('stopping: %s', step.event.reason);
    const complaint = complaintIn(step.event);
    if (complaint !== undefined) complain(printable(complaint));
  });
