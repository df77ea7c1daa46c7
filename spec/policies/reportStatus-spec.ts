// When a report is made, and where it goes.
import { report as toWhere } from '../../lib/command.ts';
import { reportStatus } from '../../lib/policies/reportStatus.ts';
import { marbles, steps, ticked } from '../../lib/testing/index.ts';

const ticks = { i: ticked('idle'), h: ticked('heartbeat'), d: ticked('discovery'), s: ticked('status') };

describe('reportStatus', () => {
  it('reports to the log on a tick of status, and on no other', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('-i-h-d-s', ticks).pipe(steps(), reportStatus())).toBe('-------l', { l: toWhere('log') })));

  it('writes the report to a file as well when it is asked to', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('-s', ticks).pipe(steps(), reportStatus({ file: true })))
        .toBe('-(lf)', { l: toWhere('log'), f: toWhere('file') })));
});
