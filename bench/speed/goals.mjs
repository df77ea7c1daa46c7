// A goal of docs/performance.md, and what came of it.
import { table, times } from './markdown.mjs';

/**
 * @param goal `text`, `least` or `most` @param show its figure, for people
 * @returns with `met`: null when it could not be measured
 */
export const judged = ({ text, least = 0, most = Infinity }, value, show = times) => {
  const isKnown = value !== undefined && !Number.isNaN(value);
  return { text, value, seen: isKnown ? show(value) : '-', met: isKnown ? value >= least && value <= most : null };
};

export const goalLine = ({ text, seen, met }) =>
  `- ${text}: ${met === null ? 'not measured' : seen}${met === false ? ', **missed**' : ''}`;

/** The last word of a run: every goal of every table, and what was seen. */
export const allGoals = (results) => {
  const all = results.flatMap(({ name, goals = [], reports = [] }) => [
    ...goals.map((goal) => [name, goal]),
    ...reports.flatMap(({ load, goals: ofLoad }) => ofLoad.map((goal) => [load, goal])),
  ]);
  const verdict = { true: 'met', false: '**missed**', null: 'not measured' };
  const count = (met) => all.filter(([, goal]) => goal.met === met).length;
  return ['## Goals', '', `${count(true)} met, ${count(false)} missed, ${count(null)} not measured.`, '',
    table(['', 'goal', 'seen', ''], all.map(([where, { text, seen, met }]) => [where, text, seen, verdict[met]]))].join('\n');
};
