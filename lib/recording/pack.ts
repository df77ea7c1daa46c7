// The lines of a recording as text, and back. What comes most is written shortest: of a node that is left alone nine
// lines in ten are ticks and signs of life, so these have forms of their own, and a time is the distance to the last.
//
//     ["t", ms, timer]                                         a clock ticked
//     ["h", ms, peer, bytesIn, bytesOut, requests, rtt, cause?]  a peer was heard; rtt is null when none was measured
import { messageOf } from '../errors.ts';
import type { Event, EventOf, Timer } from '../event.ts';
import { printable } from '../printable.ts';
import { isLineShape } from './lineShape.ts';
import { LogError } from './logError.ts';
import type { LineOf, LogHeader, LogLine } from './logLine.ts';

/** A distance, or the time itself as text where the distance would not lead there exactly: clocks with fractions. */
type Distance = number | string;

type PackedTick = readonly ['t', Distance, Timer];
type PackedHeard = readonly ['h', Distance, string, number, number, number, number | null, number?];

const isLine = (line: LogHeader | LogLine): line is LogLine => Array.isArray(line);

const heard = (distance: Distance, event: EventOf<'peer-heard'>, cause: number | undefined): PackedHeard => {
  const { peer, rttMs = null, traffic: { bytesIn, bytesOut, requests } } = event;
  const packed = ['h', distance, peer, bytesIn, bytesOut, requests, rttMs] as const;
  return cause === undefined ? packed : [...packed, cause];
};

const packedEvent = ([, , by, event, cause]: LineOf<'o'>, distance: Distance): unknown => {
  if (event.type === 'ticked' && by === event.timer && cause === undefined) return ['t', distance, event.timer];
  if (event.type === 'peer-heard' && by === 'peers') return heard(distance, event, cause);
  return cause === undefined ? ['o', distance, by, event] : ['o', distance, by, event, cause];
};

/** Writes a recording, in the order of its lines. @returns a line of text, without its end */
export const packing = (): ((line: LogHeader | LogLine) => string) => {
  let last = 0;
  const distanceTo = (at: number): Distance => {
    const distance = at - last;
    const isExact = last + distance === at;
    last = at;
    return isExact ? distance : String(at);
  };
  const packed = (line: LogLine): unknown => {
    switch (line[0]) {
      case 'o':
        return packedEvent(line, distanceTo(line[1]));
      case 'w':
      case 'p':
        return [line[0], distanceTo(line[1]), ...line.slice(2)];
      default:
        return line;
    }
  };
  return (line) => {
    if (isLine(line)) return JSON.stringify(packed(line));
    last = line.at;
    return JSON.stringify(line);
  };
};

export const parsedLine = (text: string, number: number): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LogError(`line ${number}: ${messageOf(error)}`, { cause: error });
  }
};

const heardAgain = ([, , peer, bytesIn, bytesOut, requests, rttMs]: PackedHeard): Event =>
  ({ type: 'peer-heard', peer, ...(rttMs === null ? {} : { rttMs }), traffic: { bytesIn, bytesOut, requests } });

/** How much of a line that is none is shown. */
const SHOWN_MAX = 40;

type Timed = readonly ['o' | 'w' | 'p', Distance, ...unknown[]];

/** Reads what `packing` wrote, line after line. @throws LogError from the reader */
export const unpacking = ({ at: start }: LogHeader): ((text: string, number: number) => LogLine) => {
  let last = start;
  const timeAt = (distance: Distance): number => {
    last = typeof distance === 'string' ? Number(distance) : last + distance;
    return last;
  };
  return (text, number) => {
    const line = parsedLine(text, number);
    if (!isLineShape(line)) {
      throw new LogError(`line ${number}: "${printable(text.slice(0, SHOWN_MAX))}" is no line of a recording`);
    }
    const packed = line as LogLine | PackedTick | PackedHeard;
    switch (packed[0]) {
      case 't':
        return ['o', timeAt(packed[1]), packed[2], { type: 'ticked', timer: packed[2] }];
      case 'h': {
        const whole = ['o', timeAt(packed[1]), 'peers', heardAgain(packed)] as const;
        return packed[7] === undefined ? whole : [...whole, packed[7]];
      }
      case 'o':
      case 'w':
      case 'p': {
        const [kind, distance, ...rest] = packed as Timed;
        return [kind, timeAt(distance), ...rest] as unknown as LogLine;
      }
      default:
        return packed;
    }
  };
};
