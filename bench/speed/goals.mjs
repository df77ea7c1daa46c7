// A goal of docs/performance.md, and what came of it.
import { times } from './markdown.mjs';

/** @param goal `text`, `least` or `most` @returns with `met`: null when it could not be measured */
export const judged = ({ text, least = 0, most = Infinity }, value) =>
  ({ text, value, met: Number.isNaN(value) ? null : value >= least && value <= most });

export const goalLine = ({ text, value, met }, show = times) =>
  `- ${text}: ${met === null ? 'not measured' : show(value)}${met === false ? ', **missed**' : ''}`;

/** The last word of a run: which goals it missed, of which table. */
export const missedIn = (results) => {
  const all = results.flatMap(({ name, goals = [], reports = [] }) => [
    ...goals.map((goal) => [name, goal]),
    ...reports.flatMap(({ load, goals: ofLoad }) => ofLoad.map((goal) => [load, goal])),
  ]);
  const missed = all.filter(([, { met }]) => met === false);
  return ['## Goals', '', `${all.filter(([, { met }]) => met === true).length} met, ${missed.length} missed:`, '',
    ...missed.map(([where, { text }]) => `- ${where}: ${text}`)].join('\n');
};
