// One question to the node, and its answer in JSON.
import { timeout, type Observable, type SchedulerLike } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

/** A node that takes longer is as good as not there. */
const ASK_MS_MAX = 10_000;

/** The node has answered that it has no answer; the message is its own. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const errorIn = async (response: Response): Promise<string> => {
  const body: unknown = await response.json().catch(() => undefined);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return typeof error === 'string' ? error : `it answered ${response.status}`;
};

const read = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw new NoAnswer(await errorIn(response));
  return response.json();
};

/** Errors when nothing comes, or what comes is no answer. @example ask('/status', asyncScheduler) */
export const ask = (path: string, scheduler: SchedulerLike): Observable<unknown> =>
  fromFetch(path, { selector: read, cache: 'no-store' }).pipe(timeout({ each: ASK_MS_MAX, scheduler }));
