// Whether what is shown is of now, in words.
import type { Page } from '../page/page.ts';
import { clockTime } from './clockTime.ts';

export interface LinkWords {
  readonly state: 'waiting' | 'live' | 'lost';
  readonly short: string;
  /** What a reader must not miss. */
  readonly banner?: string;
}

/** @example linkWords(page).banner // 'connection lost since 14:02:31: what is shown is of 14:02:11' */
export const linkWords = ({ faults: { stream, answers }, heardAt, now }: Page): LinkWords => {
  const fault = stream ?? answers;
  if (fault === undefined)
    return heardAt === undefined ? { state: 'waiting', short: 'connecting' } : { state: 'live', short: 'live' };
  const since = `connection lost since ${clockTime(fault.since, now)}`;
  const shown =
    heardAt === undefined ? 'the node has not answered yet' : `what is shown is of ${clockTime(heardAt, now)}`;
  return { state: 'lost', short: 'lost', banner: `${since}: ${shown}. It is tried again every few seconds.` };
};
