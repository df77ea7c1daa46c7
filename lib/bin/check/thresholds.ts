// What `millrace check` looks at, and from where on it complains.
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../duration.ts';
import { messageOf } from '../../errors.ts';

/** A measure warns past the first number, and is critical past the second. */
export interface Threshold {
  readonly warning: number;
  readonly critical: number;
}

export const MEASURES = ['edges', 'agreement', 'down', 'delay'] as const;
export type Measure = (typeof MEASURES)[number];

/** `off`: not looked at. */
export type Thresholds = Readonly<Record<Measure, Threshold | 'off'>>;

/** Too few of these are wrong; of everything else too many. */
export const isFloor = (measure: Measure): boolean => measure === 'edges';

/** `WARNING,CRITICAL` or `off`. @param read one of the two numbers */
const thresholdFlag = (measure: Measure, read: (text: string) => number) => (text: string): Threshold | 'off' => {
  if (text === 'off') return text;
  const [first, second, ...more] = text.split(',');
  if (first === undefined || second === undefined || more.length > 0) {
    throw new InvalidArgumentError('must be WARNING,CRITICAL or off');
  }
  const [warning, critical] = [read(first), read(second)];
  if (isFloor(measure) ? critical > warning : critical < warning) {
    const order = isFloor(measure) ? 'at most' : 'at least';
    throw new InvalidArgumentError(`critical is ${second}, must be ${order} warning, which is ${first}`);
  }
  return { warning, critical };
};

const number = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`${JSON.stringify(text)} is not a whole number`);
  return Number(text);
};

const duration = (text: string): number => {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
};

/** How each flag is read: counts, and durations in milliseconds. */
export const thresholdFlags: Readonly<Record<Measure, (text: string) => Threshold | 'off'>> = {
  edges: thresholdFlag('edges', number),
  agreement: thresholdFlag('agreement', duration),
  down: thresholdFlag('down', number),
  delay: thresholdFlag('delay', duration),
};

/** One edge is one accident away from none; a proof takes a few seconds after each change, and a parting is news. */
export const THRESHOLDS: Readonly<Record<Measure, string>> =
  { edges: '2,1', agreement: '1m,5m', down: '0,2', delay: '250ms,1s' };
