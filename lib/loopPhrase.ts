// A loop of causes as a person reads it: in refusals, in the journal, in the book.
import { formatDuration } from './duration.ts';
import { never } from './never.ts';
import { printable } from './printable.ts';
import type { Loop, LoopLink } from './command.ts';

const linkPhrase = ({ by, did, reason }: LoopLink): string => {
  const who = printable(by);
  switch (did) {
    case 'dial':
      return `${who} dials it`;
    case 'close':
      return reason === undefined ? `${who} closes it` : `${who} closes it (${reason})`;
    case 'refuse':
      return `${who} refuses it`;
    default:
      return never(did);
  }
};

/** @example loopPhrase(loop) // 'restless dials it, strict closes it (evicted), 5 times in 1s200ms' */
export const loopPhrase = ({ links, times, withinMs }: Loop): string =>
  `${links.map(linkPhrase).join(', ')}, ${times} times in ${formatDuration(withinMs)}`;
