// What a node is called on the page: its label, made printable, and as much of its id as displays show.
import { printable } from '../../printable.ts';

const SHORT_CHARS = 8;
/** A label longer than this is cut: it is a stranger's, and must not push the rest away. */
const LABEL_CHARS_MAX = 32;

export const shortId = (id: string): string => id.slice(0, SHORT_CHARS);

/** Unicode is welcome in a label; what moves the cursor or turns the writing round is not. */
export const labelText = (label: string): string => {
  const seen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(label) ? printable(label) : label;
  return seen.length > LABEL_CHARS_MAX ? `${seen.slice(0, LABEL_CHARS_MAX - 1)}…` : seen;
};

/** The label, or else the short id. */
export const nameOf = ({ id, label }: { readonly id: string; readonly label: string | null }): string =>
  label === null || label === '' ? shortId(id) : labelText(label);

/** What each verdict means, for whoever has not read the documentation. */
export const VERDICT_WORDS = {
  up: 'up: nobody doubts it',
  suspect: 'suspect: a node that it dialled cannot reach it',
  down: 'down: most nodes that it dialled cannot reach it',
  lost: 'lost: no path leads there over nodes that are up',
  left: 'left: it said goodbye',
  expired: 'expired: it has not renewed its record',
} as const;
