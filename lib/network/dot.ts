// The network as Graphviz reads it.
import { captionOf, summaryOf } from './captions.ts';
import type { NetworkReport } from './networkReport.ts';

/** The DOT language, "ID": in double quotes only the quote itself is escaped; labels take backslashes as well. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** Lines that were quoted each on its own are joined by what a label breaks lines with. */
const label = (lines: readonly string[]): string => `"${lines.map((line) => quoted(line).slice(1, -1)).join('\\n')}"`;

/** @example dot(report) // 'digraph network {\n  "4kxq..." [label="anna\\n4kxqabcd"];\n ...' */
export const dot = (report: NetworkReport): string => {
  const nodes = report.nodes.map((node) => {
    const style = node.verdict === 'up' ? '' : ', style=dashed';
    const lines = [...captionOf(node), ...(node.verdict === 'up' ? [] : [node.verdict])];
    return `  ${quoted(node.id)} [label=${label(lines)}${style}];`;
  });
  const edges = report.edges.map(({ tail, head, denied }) =>
    `  ${quoted(tail)} -> ${quoted(head)}${denied ? ' [style=dotted, label="denied"]' : ''};`);
  const head = ['digraph network {', `  label=${label([summaryOf(report)])};`, '  node [shape=box];'];
  return [...head, ...nodes, ...edges, '}', ''].join('\n');
};
