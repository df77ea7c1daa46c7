// `millrace check`: whether a node is well, for monitoring: one line, and the exit codes that monitoring expects.
import { firstValueFrom, forkJoin, map, throwError, timeout, toArray, type Observable } from 'rxjs';
import { ControlError } from '../../control/controlError.ts';
import { messageOf } from '../../errors.ts';
import { never } from '../../never.ts';
import type { EntryJson } from '../../status/entryJson.ts';
import { span } from '../../status/inWords.ts';
import type { NetworkView } from '../../status/networkView.ts';
import type { Report } from '../../status/statusReport.ts';
import { askNode } from '../askNode.ts';
import { checked, CODES, type Checked, type Looked } from '../check/findings.ts';
import { checkJson, checkLine, checkMetrics, type CheckFormat } from '../check/formats.ts';
import type { Thresholds } from '../check/thresholds.ts';
import { ExitError } from '../exitError.ts';
import { jsonText, print } from '../output.ts';
import { painter, type Tone } from '../paint.ts';

export interface CheckFlags extends Thresholds {
  readonly data: string;
  readonly format: CheckFormat;
  readonly json?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** When agreement was proven and lost last, if the node remembers. */
const lostAt = (lines: readonly { readonly entry: EntryJson }[]): number | undefined => {
  const last = lines.at(-1)?.entry;
  return last?.type === 'agreement-lost' ? Date.parse(last.at) : undefined;
};

const looked = (data: string): Observable<Looked> => forkJoin({
  status: askNode(data, { do: 'status' }),
  network: askNode(data, { do: 'network' }),
  lines: askNode(data, { do: 'events', since: 0, isPast: true, types: ['agreement-proven', 'agreement-lost'] }).pipe(
    toArray()),
}).pipe(map(({ status, network, lines }) => ({
  status: status as Report, network: network as NetworkView,
  lostAt: lostAt(lines as { entry: EntryJson }[]), now: Date.now(),
})));

/** A node that does not answer is not well; what this command itself may not do says nothing about the node. */
const unseen = (error: unknown): Checked => {
  const isNodes = error instanceof ExitError || (error instanceof ControlError && error.code !== 'not-permitted');
  return { verdict: isNodes ? 'CRITICAL' : 'UNKNOWN', findings: [], problem: messageOf(error) };
};

/** For a stream that ends without an answer, which none of these does. */
const NOTHING: Checked = { verdict: 'UNKNOWN', findings: [], problem: 'the node said nothing' };

const TONES = { OK: 'good', WARNING: 'doubtful', CRITICAL: 'bad', UNKNOWN: 'doubtful' } as const satisfies
  Record<string, Tone>;

const shown = (result: Checked, format: CheckFormat): readonly string[] => {
  switch (format) {
    case 'text':
      return [painter()(TONES[result.verdict], checkLine(result))];
    case 'json':
      return [jsonText(checkJson(result))];
    case 'prometheus':
      return checkMetrics(result);
    default:
      return never(format);
  }
};

export const check = async ({ data, format, json, timeout: ms, ...thresholds }: CheckFlags): Promise<void> => {
  const late = (): Observable<never> =>
    throwError(() => new ControlError('cut-off', `the node has not answered within ${span(ms)}`));
  const looking$ = looked(data).pipe(timeout({ each: ms, with: late }), map((look) => checked(look, thresholds)));
  const result = await firstValueFrom(looking$, { defaultValue: NOTHING }).catch(unseen);
  print(...shown(result, json === true ? 'json' : format));
  process.exitCode = CODES[result.verdict];
};
