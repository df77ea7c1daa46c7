// The monitor status: has a report made of what the node believes.
import { pipe } from 'rxjs';
import { report as write, type Command } from '../command.ts';
import { issue, on, type Policy } from '../policy.ts';

/**
 * Reports on every tick of `status`.
 *
 * @param options `file`: also into the data folder, each report in place of the last
 * @example reportStatus({ file: true })
 */
export const reportStatus = ({ file = false }: { readonly file?: boolean } = {}): Policy =>
  pipe(
    on('ticked'),
    issue(({ event }): readonly Command[] => {
      if (event.timer !== 'status') return [];
      return file ? [write('log'), write('file')] : [write('log')];
    }),
  );
