// A line of the last few figures, a word wide.
import { svg } from './el.ts';
import { SPARK, sparkPoints } from './sparkPoints.ts';

export interface Sparkline {
  readonly element: SVGElement;
  draw(figures: readonly number[]): void;
}

export const sparkline = (): Sparkline => {
  const line = svg('polyline', {});
  const viewBox = `0 0 ${SPARK.width} ${SPARK.height}`;
  const element = svg('svg', { class: 'spark', viewBox, 'aria-hidden': 'true' }, line);
  return { element, draw: (figures) => line.setAttribute('points', sparkPoints(figures)) };
};
