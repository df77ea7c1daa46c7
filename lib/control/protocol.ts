// What is said on a control socket: one request line, then answer lines, in JSON; one request a connection.
//
//     client                                   node
//       {"do":"why","subject":"out-3"}  ──>
//                                       <──   {"ok":true,"result":{...}}     any number of these for "events"
//                                       <──   {"ok":false,"error":"..."}     or this: what is wrong, for people
//                                       <──   {"end":"answered"}             nothing was cut off
import type { OperatorRequest } from '../command.ts';

export interface EventsRequest {
  readonly do: 'events';
  /** Also ticks, pings and signs of life. */
  readonly all?: boolean;
  /** First what is remembered since then; milliseconds since 1970. */
  readonly since?: number;
  /** And no more than that. */
  readonly isPast?: boolean;
  /** No others. */
  readonly types?: readonly string[];
}

export type ControlRequest =
  | { readonly do: 'status' }
  | { readonly do: 'peers' }
  | { readonly do: 'network' }
  | EventsRequest
  | { readonly do: 'support' }
  | { readonly do: 'why'; readonly subject: string }
  | { readonly do: 'order'; readonly request: OperatorRequest };

export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: string }
  | { readonly end: 'answered' | 'stopped' };

/** A request is some hundred bytes; nobody needs more for one. */
export const REQUEST_BYTES_MAX = 65_536;

/** A status with 10,000 idle addresses takes two megabytes. */
export const ANSWER_BYTES_MAX = 33_554_432;

export const lineOf = (value: ControlRequest | Answer): string => `${JSON.stringify(value)}\n`;
