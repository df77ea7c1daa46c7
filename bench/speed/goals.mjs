// A goal of docs/performance.md, and what came of it.
import { times } from './markdown.mjs';

/** @param goal `text`, `least` or `most` @returns with `met`: null when it could not be measured */
export const judged = ({ text, least = 0, most = Infinity }, value) =>
  ({ text, value, met: Number.isNaN(value) ? null : value >= least && value <= most });

export const goalLine = ({ text, value, met }, show = times) =>
  `- ${text}: ${met === null ? 'not measured' : show(value)}${met === false ? ', **missed**' : ''}`;
