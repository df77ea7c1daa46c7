// The network as Mermaid reads it, for pages that draw it themselves.
import { captionOf } from './captions.ts';
import type { NetworkReport } from './networkReport.ts';

/** Mermaid's own entity codes, for everything that is not plainly text: no label can end its quotes or be HTML. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9 ._-]/g, (character) => `#${character.codePointAt(0) ?? 0};`);

/** @example mermaid(report) // 'flowchart LR\n  n0["anna<br/>4kxqabcd"]\n  n0 --> n1\n' */
export const mermaid = ({ nodes, edges }: NetworkReport): string => {
  const names = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
  const lines = nodes.map((node) => {
    const caption = [...captionOf(node), ...(node.verdict === 'up' ? [] : [node.verdict])].map(escaped);
    return `  ${names.get(node.id) ?? ''}["${caption.join('<br/>')}"]`;
  });
  const arrows = edges.map(({ tail, head, denied }) =>
    `  ${names.get(tail) ?? ''} ${denied ? '-.->|denied|' : '-->'} ${names.get(head) ?? ''}`);
  return ['flowchart LR', ...lines, ...arrows, ''].join('\n');
};
