// The picture of a run as a page of its own: what it is, the picture, what was violated, how to read it.
import { formatDuration } from '../../../duration.ts';
import { xml } from '../../../network/xml.ts';
import type { Simulated } from '../simulate.ts';
import { timelineSvg } from './drawTimeline.ts';

const PAGE_STYLE = `
:root { color-scheme: light dark; } body { margin: 24px auto; max-width: 1240px; padding: 0 20px; line-height: 1.45;
font: 14px/1.5 system-ui, sans-serif; color: #1f2933; background: #ffffff; } svg { width: 100%; height: auto; }
h1 { font-size: 19px; margin: 0 0 2px; } p { margin: 4px 0 12px; } code { font-size: 12px; } .bad { color: #c81e1e; }
li { margin: 2px 0; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; font-size: 13px; }
dt { font-weight: 600; } dd { margin: 0; } @media (prefers-color-scheme: dark) { body { color: #e4e7eb;
background: #14191f; } .bad { color: #ff7b72; } }`.trim().replaceAll('\n', ' ');

const LEGEND: readonly (readonly [string, string])[] = [
  ['strip', 'the digest of its map: same colour, same map'],
  ['line on top', 'it can prove that all hold this map'],
  ['thin line', 'how many connections it has; green ticks open, red ones close'],
  ['arrow, bar, cross', 'it starts, stops in good order, is killed'],
  ['hatched', 'it does nothing at all'],
  ['bands above', 'faults; the dashed line is where the last one has ended'],
  ['flags', 'what was violated, by number below'],
];

const violationItems = ({ result: { violations } }: Simulated): string =>
  violations.length === 0 ? '<p>Nothing was violated.</p>' : `<ol class="bad">${violations.map(
    ({ invariant, at, node, detail }) => `<li><b>${xml(invariant)}</b> at ${formatDuration(at)}` +
      `${node === undefined ? '' : `, ${node}`}: ${xml(detail)}</li>`).join('')}</ol>`;

/**
 * One HTML file that needs nothing else, by day and by night.
 *
 * @param command that does the run again
 * @example writeFileSync('run.html', timelinePage(simulated({ seed: 7, timeline: true }), 'millrace simulate --seed 7'))
 */
export const timelinePage = (found: Simulated, command: string): string => {
  const { result: { seed, nodes, simulatedMs, events, traceHash, convergedMs } } = found;
  const title = `Seed ${seed}: ${nodes} nodes, ${formatDuration(simulatedMs)}`;
  const outcome = convergedMs === null ? 'not one network at the end'
    : `one network again after ${formatDuration(convergedMs)}`;
  return [
    '<!doctype html>', '<html lang="en">', '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`, `<style>${PAGE_STYLE}</style>`,
    `<h1>${title}</h1>`, `<p>${events} events, trace ${traceHash}; ${outcome}. <code>${xml(command)}</code></p>`,
    timelineSvg(found), violationItems(found),
    `<dl>${LEGEND.map(([term, what]) => `<dt>${term}</dt><dd>${what}</dd>`).join('')}</dl>`, '</html>', '',
  ].join('\n');
};
