// Asks the node that runs with a data folder.
import { catchError, lastValueFrom, throwError, type Observable } from 'rxjs';
import { controlClient } from '../control/controlClient.ts';
import { ControlError } from '../control/controlError.ts';
import { controlPath } from '../control/controlPath.ts';
import type { ControlRequest } from '../control/protocol.ts';
import { ExitError } from './exitError.ts';

/** The flags of every command that asks a running node. */
export interface AskFlags {
  readonly data: string;
  readonly json?: boolean;
}

/** Errors with an ExitError that names the folder when no node runs there. */
export const askNode = (data: string, request: ControlRequest): Observable<unknown> =>
  controlClient(controlPath(data)).ask(request).pipe(
    catchError((error: unknown) => {
      const isNobody = error instanceof ControlError && error.code === 'not-running';
      const said = isNobody ? new ExitError(1, `no node runs with data folder ${data} (${error.message})`) : error;
      return throwError(() => said);
    }),
  );

/** For the requests that have one answer. */
export const askOnce = (data: string, request: ControlRequest): Promise<unknown> =>
  lastValueFrom(askNode(data, request), { defaultValue: undefined });
