// The sign of a verdict, as the map draws it.
import { svg } from '../dom/el.ts';
import type { Verdict } from '../map/scene.ts';

const circle = (): SVGElement => svg('circle', { cx: '8', cy: '8', r: '5.5' });
const path = (d: string): SVGElement => svg('path', { d });

const SHAPES: Readonly<Record<Verdict, () => readonly SVGElement[]>> = {
  up: () => [circle()],
  suspect: () => [path('M8 1.5L14 13H2z')],
  down: () => [path('M2.5 2.5h11v11h-11z'), path('M5 5l6 6M11 5l-6 6')],
  lost: () => [circle()],
  left: () => [circle()],
  expired: () => [path('M8 1.5L14.5 8L8 14.5L1.5 8z')],
};

export const sign = (verdict: Verdict): SVGElement =>
  svg('svg', { class: `sign sign-${verdict}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, ...SHAPES[verdict]());
