// A line of the last few figures, a word wide.
import { svg } from './el.ts';

const [WIDTH, HEIGHT, EDGE] = [56, 16, 2];

/** @returns the points of a line: the newest at the right, from nought at the bottom to the largest at the top */
export const sparkPoints = (figures: readonly number[], room: number): string => {
  const most = Math.max(...figures, 1);
  const step = (WIDTH - 2 * EDGE) / Math.max(1, room - 1);
  return figures.map((figure, at) => {
    const x = WIDTH - EDGE - step * (figures.length - 1 - at);
    const y = HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * figure) / most;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }).join(' ');
};

export interface Sparkline {
  readonly element: SVGElement;
  draw(figures: readonly number[]): void;
}

/** @param room for how many figures */
export const sparkline = (room: number): Sparkline => {
  const line = svg('polyline', {});
  const element = svg('svg', { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, line);
  return { element, draw: (figures) => line.setAttribute('points', sparkPoints(figures, room)) };
};
