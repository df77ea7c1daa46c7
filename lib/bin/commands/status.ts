// `millrace status`: the report of a running node, once or again every second.
import { defer, exhaustMap, lastValueFrom, tap, timer } from 'rxjs';
import type { Report } from '../../status/statusReport.ts';
import { askNode, type AskFlags } from '../askNode.ts';
import { print, printJson, width } from '../output.ts';
import { statusText } from '../statusText.ts';
import { untilSignal } from '../untilSignal.ts';

const EVERY_MS = 1_000;
/** Cursor home, and what is below it gone: less flicker than clearing first and writing then. */
const [HOME, CLEAR_LINE, CLEAR_BELOW] = ['\u001b[H', '\u001b[K', '\u001b[J'] as const;
const CLEAR_SCREEN = '\u001b[2J';

export interface StatusFlags extends AskFlags {
  readonly watch?: boolean;
}

const textOf = (report: Report): readonly string[] => statusText(report, Date.now(), width());

const repaint = (lines: readonly string[]): void => {
  const room = process.stdout.rows || lines.length + 1;
  process.stdout.write(HOME + lines.slice(0, room - 1).map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_BELOW);
};

const shown = ({ json, watch }: StatusFlags) => (report: Report): void => {
  if (json === true) {
    if (watch === true) print(JSON.stringify(report)); // one report a line
    else printJson(report);
  } else if (watch === true && process.stdout.isTTY) repaint(textOf(report));
  else print(...textOf(report), ...(watch === true ? [''] : []));
};

export const status = async (flags: StatusFlags): Promise<void> => {
  const show = shown(flags);
  const report$ = defer(() => askNode(flags.data, { do: 'status' })).pipe(tap((report) => show(report as Report)));
  if (flags.watch !== true) {
    await lastValueFrom(report$, { defaultValue: undefined });
    return;
  }
  if (process.stdout.isTTY && flags.json !== true) process.stdout.write(CLEAR_SCREEN);
  // exhaustMap: a tick while an answer is under way is passed over
  await lastValueFrom(timer(0, EVERY_MS).pipe(exhaustMap(() => report$), untilSignal()), { defaultValue: undefined });
};
