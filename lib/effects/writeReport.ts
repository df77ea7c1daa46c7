// Makes the status report, for the log or as a file.
import debug from 'debug';
import { catchError, EMPTY, filter, map, merge, mergeMap, of, type Observable } from 'rxjs';
import type { Caused, Effect, Issued } from '../effect.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { statusReport, type ProcessFigures, type Report, type ReportMore } from '../status/statusReport.ts';
import { writeText } from '../store/writeText.ts';
import { oneAtATime } from './oneAtATime.ts';

/** For operators: the report of every minute, with DEBUG=millrace:status. */
const log = debug('millrace:status');

export interface ReportOptions {
  /** `status.json` in the data folder, or where the configuration says. */
  readonly file: string;
  /** What the process costs, at the time of the report: `processFigures`. */
  readonly figures: () => ProcessFigures;
  /** What else goes into it. */
  readonly more?: (issued: Issued) => ReportMore;
}

/**
 * Carries out `report`: to the log, one line of JSON; to the file, in place of the last one, and then `report-written`
 * or `report-failed`. A report that is asked for during a write is written once afterwards, of the newest state.
 */
export const writeReport = ({ file, figures, more = () => ({}) }: ReportOptions): Effect => {
  const made = (issued: Issued): Report => statusReport(issued.state, issued.now, figures(), more(issued));
  const toLog = (issued: Issued): Observable<Caused> => {
    if (log.enabled) log('%s', JSON.stringify(made(issued)));
    return EMPTY;
  };
  const toFile = (issued: Issued): Observable<Caused> =>
    writeText(file, `${JSON.stringify(made(issued), null, 2)}\n`).pipe(
      map((): Event => ({ type: 'report-written', file })),
      catchError((error: unknown) => of<Event>({ type: 'report-failed', file, error: messageOf(error) })),
      map((event): Caused => ({ event, cause: issued.id })),
    );
  return (issued$) =>
    merge(
      issued$.pipe(filter(isReport('log')), mergeMap(toLog)),
      issued$.pipe(filter(isReport('file')), oneAtATime(toFile)),
    );
};

const isReport =
  (to: 'log' | 'file') =>
  ({ command }: Issued): boolean =>
    command.type === 'report' && command.to === to;
