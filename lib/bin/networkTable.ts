// The network for people at a terminal: a line for each node, and below it whether all agree.
import { summaryOf } from '../network/captions.ts';
import type { NetworkReport, ReportedNode } from '../network/networkReport.ts';
import { printable } from '../printable.ts';
import { leftOutNote, table } from './columns.ts';

/** Of each end, before it is a count: more do not fit beside the rest. */
const NAMED_MAX = 4;
const SHOWN_CHARS = 8;

const HEADING = ['NODE', 'LABEL', 'VERDICT', 'ADDRESS', 'OUT', 'IN', 'DIALLED'];

/** The names of heads are many and long: a narrow terminal does without them, then without counts. */
const DROPPABLE = 3;

const counted = (ids: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/**
 * @param width in characters
 * @example networkTable(report) // 'NODE      LABEL  VERDICT ...\n4kxqabcd  anna   up ...\n\ndigest 9f3a...'
 */
export const networkTable = (report: NetworkReport, width = Infinity): string => {
  const shown = (id: string): string => id.slice(0, SHOWN_CHARS);
  const into = counted(report.edges.map(({ head }) => head));
  const heads = new Map<string, string[]>();
  for (const { tail, head, denied } of report.edges) {
    heads.set(tail, [...heads.get(tail) ?? [], shown(head) + (denied ? ' (denied)' : '')]);
  }
  const row = ({ id, label, verdict, addresses, equivocal }: ReportedNode): readonly string[] => {
    const dialled = heads.get(id) ?? [];
    const more = dialled.length > NAMED_MAX ? [`and ${dialled.length - NAMED_MAX} more`] : [];
    return [
      shown(id), printable(label ?? ''), equivocal ? `${verdict}, says two things` : verdict, addresses[0] ?? '',
      String(dialled.length), String(into.get(id) ?? 0), [...dialled.slice(0, NAMED_MAX), ...more].join(' '),
    ];
  };
  const { excluded, manyExcluded } = report.agreement;
  const without = manyExcluded ? ['without many'] : excluded.length > 0 ? [`without ${excluded.join(', ')}`] : [];
  const { lines, leftOut } = table([HEADING, ...report.nodes.map(row)], width, DROPPABLE);
  return [...lines, '', summaryOf(report), ...without, ...leftOutNote(leftOut), ''].join('\n');
};
