// How sentences name who and what: short ids, labels, addresses, all of them safe to print.
import { endpointOf, idOf, type Address } from '../address.ts';
import type { NodeId } from '../nodeId.ts';
import { printable } from '../printable.ts';

/** Displays show the first eight characters of an id. */
const SHORT_ID_CHARS = 8;

/** `4kxqabcd…`, and the label behind it where there is one. */
export const nodeName = (node: NodeId, label?: string): string => {
  const name = `${node.slice(0, SHORT_ID_CHARS)}…`;
  return label === undefined || label === '' ? name : `${name} (${printable(label)})`;
};

/** An address with its id cut short. */
export const place = (address: Address): string => {
  const id = idOf(address);
  return id === undefined ? address : `${nodeName(id)}@${endpointOf(address)}`;
};

/** A subject as a person gave it: a full node id is cut short, anything else stays. */
export const subjectName = (subject: string): string =>
  /^[a-z2-7]{32}$/.test(subject) ? nodeName(subject) : printable(subject);

/** `, and why` where there is a why. */
export const detailed = (text: string, detail: string | undefined): string =>
  detail === undefined || detail === '' ? text : `${text} (${printable(detail)})`;

/** The first few of many. */
export const few = (texts: readonly string[], max: number): string =>
  texts.length > max ? `${texts.slice(0, max).join(', ')} and ${texts.length - max} more` : texts.join(', ');
