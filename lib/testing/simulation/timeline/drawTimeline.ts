// A run as a picture: a row for each node, the faults as bands above, what was violated as flags. SVG without a script.
import { xml } from '../../../network/xml.ts';
import { formatDuration } from '../../../duration.ts';
import type { Fault, FaultKind } from '../fault.ts';
import type { Simulated } from '../simulate.ts';
import { digests, edgeCounts, edgeTicks, pauses, proofs, turns, type Picture } from './drawRows.ts';
import { px, scaleOf, WIDTH, type Scale } from './scale.ts';
import { STYLE } from './style.ts';

const kindsOf = (faults: readonly Fault[]): readonly FaultKind[] => [...new Set(faults.map(({ kind }) => kind))];

const axis = ({ marks, x, top, bottom, left, right, row, rowHeight }: Scale, rows: number): string => [
  ...Array.from({ length: Math.ceil(rows / 2) }, (_, at) =>
    `<rect class="stripe" x="${left}" y="${row(2 * at)}" width="${right - left}" height="${rowHeight}"/>`),
  ...marks.map(({ ms, text }) => `<path class="grid" d="M${x(ms)} 18V${bottom}"/>` +
    `<text class="faint" x="${x(ms)}" y="13" text-anchor="middle">${text}</text>`),
  `<path class="grid" d="M${left} ${top}H${right}M${left} ${bottom}H${right}"/>`,
].join('');

const faultBands = (faults: readonly Fault[], scale: Scale): string => {
  const kinds = kindsOf(faults);
  const names = kinds.map((kind, at) =>
    `<text class="faint" x="${scale.left - 6}" y="${scale.lane(at) + 10}" text-anchor="end">${kind}</text>`);
  const bands = faults.map(({ id, kind, at, forMs }) => {
    const [x, y] = [scale.x(at), scale.lane(kinds.indexOf(kind)) + 2];
    const width = Math.max(2, px(scale.x(at + forMs) - x));
    const what = `${id} at ${formatDuration(at)}${forMs === 0 ? '' : ` for ${formatDuration(forMs)}`}`;
    const shade = forMs === 0 || width > 0.9 * (scale.right - scale.left) ? ''
      : `<rect class="shade" x="${x}" y="${scale.top}" width="${width}" height="${scale.bottom - scale.top}"/>`;
    return `${shade}<rect class="band" x="${x}" y="${y}" width="${width}" height="${scale.laneHeight - 4}" rx="1">` +
      `<title>${what}</title></rect>`;
  });
  return [...names, ...bands].join('');
};

const names = ({ rows, scale }: Picture): string =>
  rows.map(({ name }, at) => {
    const y = px(scale.row(at) + scale.rowHeight / 2 + 3.5);
    const size = Math.min(11, scale.rowHeight - 1);
    return `<text x="${scale.left - 6}" y="${y}" text-anchor="end" font-size="${size}">${xml(name)}</text>`;
  }).join('');

const flags = ({ result: { violations } }: Simulated, { rows, scale }: Picture): string =>
  violations.map(({ invariant, at, node, detail }, index) => {
    const row = rows.findIndex(({ node: number }) => `n${number}` === node);
    const x = scale.x(at);
    const [y, end] = row < 0 ? [scale.top, scale.bottom] : [scale.row(row), scale.row(row) + scale.rowHeight];
    const isLeft = x > scale.right - 18;
    const flag = isLeft ? `M${x} ${y}h-14v11h14z` : `M${x} ${y}h14v11h-14z`;
    return `<g><title>${xml(`${invariant}: ${detail}`)}</title><path class="pole" d="M${x} ${y}V${end}"/>` +
      `<path class="flag" d="${flag}"/>` +
      `<text class="number" x="${px(x + (isLeft ? -7 : 7))}" y="${y + 9}">${index + 1}</text></g>`;
  }).join('');

const HATCH = '<defs><pattern id="held" width="6" height="6" patternUnits="userSpaceOnUse">' +
  '<path class="hatch" d="M0 6L6 0"/></pattern></defs>';

/** When the last fault was over: from there on everything must come right. */
const healing = ({ plan: { faultsMs, faults, forMs } }: Simulated, scale: Scale): string =>
  faults.length === 0 || faultsMs >= forMs ? '' : `<path class="calm" d="M${scale.x(faultsMs)} 18V${scale.bottom}"/>`;

/**
 * @param found of a run with `timeline: true`
 * @throws TypeError when it was run without
 * @example timelineSvg(simulated({ nodes: 5, seed: 7, timeline: true }))
 */
export const timelineSvg = (found: Simulated): string => {
  const { plan: { faults }, result: { simulatedMs }, world: { timeline } } = found;
  if (timeline === undefined) throw new TypeError('timeline: nothing was noted; run it with `timeline: true`');
  const { rows } = timeline;
  const seen = faults.filter(({ at }) => at <= simulatedMs);
  const scale = scaleOf({ rows: rows.length, kinds: kindsOf(seen), untilMs: simulatedMs });
  const picture: Picture = { rows, scale, untilMs: simulatedMs };
  return [
    `<svg class="run" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${scale.height}" role="img">`,
    `<style>${STYLE}</style>${HATCH}`,
    axis(scale, rows.length), faultBands(seen, scale), healing(found, scale), names(picture),
    digests(picture), edgeCounts(picture), edgeTicks(picture), proofs(picture), pauses(picture), turns(picture),
    flags(found, picture),
    '</svg>',
  ].join('\n');
};
