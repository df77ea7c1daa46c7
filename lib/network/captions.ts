// What pictures of the network say of a node. A label is a stranger's text: it is made printable before all else, and
// each format escapes it in its own way.
import { printable } from '../printable.ts';
import type { NetworkReport, ReportedNode } from './networkReport.ts';

/** As many letters of an id as displays show. */
const SHOWN_CHARS = 8;

export const captionOf = ({ id, label }: ReportedNode): readonly string[] =>
  [...(label === null ? [] : [printable(label)]), id.slice(0, SHOWN_CHARS)];

/** For one line under or over a picture. */
export const summaryOf = ({ digest, nodes, edges, agreement }: NetworkReport): string => {
  const { proven, since, share } = agreement;
  const agreed = proven
    ? `agreed since ${since ?? 'now'}`
    : `not proven, ${Math.floor(share * 100)} % known to agree`;
  return `digest ${digest.slice(0, 16)}, ${nodes.length} nodes, ${edges.length} edges, ${agreed}`;
};
