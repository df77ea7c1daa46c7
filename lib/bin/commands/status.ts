// `millrace status`: the report of a running node, once or for as long as somebody looks.
import { map } from 'rxjs';
import type { Report } from '../../status/statusReport.ts';
import { askNode, askOnce, type AskFlags } from '../askNode.ts';
import { print, printJson, width } from '../output.ts';
import { statusText } from '../statusText.ts';
import { watch } from '../watch.ts';

export interface StatusFlags extends AskFlags {
  readonly watch?: boolean;
}

const textOf = (report: Report): readonly string[] => statusText(report, Date.now(), width());

/** Without what changes with time alone. */
const stable = ({ node, process: _figures, ...rest }: Report): unknown => ({ ...rest, node: { ...node, uptimeMs: 0 } });

export const status = async ({ data, json, watch: isWatch }: StatusFlags): Promise<void> => {
  if (isWatch === true) {
    const report$ = askNode(data, { do: 'status' }).pipe(map((report) => report as Report));
    await watch(report$, { json, text: textOf, stable, sight: (report, at) => ({ of: 'status', at, report }) });
    return;
  }
  const report = (await askOnce(data, { do: 'status' })) as Report;
  if (json === true) printJson(report);
  else print(...textOf(report));
};
