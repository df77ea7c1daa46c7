// Where things are in the picture of a run, in pixels.
import { formatDuration } from '../../../duration.ts';
import type { FaultKind } from '../fault.ts';

/** Wide enough for a run of minutes, and still a screen. */
export const WIDTH = 1_180;
const NAMES = 74;
const RIGHT = 18;
const AXIS = 22;
const LANE = 13;
const ROW_MIN = 9;
const ROW_MAX = 34;
/** So high that fifty nodes fit on a screen or two. */
const ROWS_HEIGHT = 900;

export interface Scale {
  readonly height: number;
  readonly rowHeight: number;
  readonly left: number;
  readonly right: number;
  /** Below the lanes of the faults. */
  readonly top: number;
  readonly bottom: number;
  readonly x: (ms: number) => number;
  readonly row: (index: number) => number;
  readonly lane: (index: number) => number;
  readonly laneHeight: number;
  /** Moments that are written on the axis. */
  readonly marks: readonly { readonly ms: number; readonly text: string }[];
}

const NICE_MS = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
const MARKS_MAX = 14;

const marksOf = (untilMs: number): Scale['marks'] => {
  const everyMs = NICE_MS.find((ms) => untilMs / ms <= MARKS_MAX) ?? untilMs;
  return Array.from({ length: Math.floor(untilMs / everyMs) + 1 }, (_, at) =>
    ({ ms: at * everyMs, text: at === 0 ? '0' : formatDuration(at * everyMs) }));
};

/** One decimal is a tenth of a pixel, and half of the bytes. */
export const px = (value: number): number => Math.round(value * 10) / 10;

export const scaleOf = (
  { rows, kinds, untilMs }: { readonly rows: number; readonly kinds: readonly FaultKind[]; readonly untilMs: number },
): Scale => {
  const rowHeight = Math.max(ROW_MIN, Math.min(ROW_MAX, Math.floor(ROWS_HEIGHT / Math.max(1, rows))));
  const top = AXIS + kinds.length * LANE + (kinds.length > 0 ? 6 : 0);
  const bottom = top + rows * rowHeight;
  const span = WIDTH - NAMES - RIGHT;
  return {
    rowHeight, top, bottom,
    left: NAMES,
    right: WIDTH - RIGHT,
    height: bottom + AXIS,
    x: (ms) => px(NAMES + (span * Math.min(ms, untilMs)) / Math.max(1, untilMs)),
    row: (index) => top + index * rowHeight,
    lane: (index) => AXIS + index * LANE,
    laneHeight: LANE,
    marks: marksOf(untilMs),
  };
};
