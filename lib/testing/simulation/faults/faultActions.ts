// What each kind of fault does to a world, and how it is taken back.
import type { FaultKind } from '../fault.ts';
import { byzantine } from './byzantine.ts';
import { dns } from './dns.ts';
import { busy, clock, crossing, disk, operator, stall } from './hosts.ts';
import { bandwidth, delay, loss, oneWay, partition, severed } from './links.ts';
import { churn, crash, move, power } from './restarts.ts';
import type { FaultAction } from './faultAction.ts';

/** Holds for the whole run, see `World`. */
const whole: FaultAction = () => undefined;

export const faultActions: Readonly<Record<FaultKind, FaultAction>> = {
  delay, loss, bandwidth, partition, 'one-way': oneWay,
  reset: severed('reset'), end: severed('end'), 'half-open': severed('silence'),
  chunks: whole, window: whole,
  'slow-reader': busy, stall, clock: clock(25_000), 'clock-step': clock(3_600_000), disk, operator, crossing,
  crash, power, move, churn,
  byzantine, dns,
};
