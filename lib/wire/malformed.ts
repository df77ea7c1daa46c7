// What every reader of the wire says when the bytes are not what they should be.
import { FrameError } from './frame.ts';
import { inBytes } from './inBytes.ts';
import { U31_MAX } from './layout.ts';

/** A breach of the protocol. The message holds the value and the limit. */
export const protocol = (message: string, options?: ErrorOptions): FrameError =>
  new FrameError('protocol', message, options);

/** Past a limit: `frame of 9 MiB, limit 256 KiB`. */
export const tooBig = (what: string, count: number, max: number): FrameError =>
  new FrameError('too-big', `${what} of ${inBytes(count)}, limit ${inBytes(max)}`);

/** @throws FrameError unless `count` bytes are there between `at` and `end`. */
export const need = (what: string, count: number, at: number, end: number): void => {
  if (end - at < count) throw protocol(`${what} takes ${inBytes(count)}, ${inBytes(Math.max(0, end - at))} left`);
};

/** The value, which has 31 bits on the wire. @throws FrameError when it has more. */
export const upToU31 = (what: string, value: number): number => {
  if (value > U31_MAX) throw protocol(`${what} of ${value}, limit ${U31_MAX}`);
  return value;
};
