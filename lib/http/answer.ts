// An answer before it is written: what every route and every refusal comes to.
import { printable } from '../printable.ts';
import { SHOWN_CHARS_MAX } from './limits.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is of no more use: what comes on it next cannot be trusted to begin a request. */
  readonly last?: true;
}

/** What is wrong: in words, where, what was there, and what would have been right. */
export interface Fault {
  readonly error: string;
  /** `method`, `target`, or the name of a header. */
  readonly place?: string;
  readonly value?: string;
  readonly limit?: string | number;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

export const json = (value: unknown, status = 200): Answer =>
  ({ status, type: JSON_TYPE, body: `${JSON.stringify(value)}\n` });

export const text = (body: string, type: string = TEXT_TYPE): Answer => ({ status: 200, type, body });

/** A value from outside as errors show it. */
export const shown = (value: string): string =>
  printable(value.length > SHOWN_CHARS_MAX ? `${value.slice(0, SHOWN_CHARS_MAX)}...` : value);

/** @param value is shortened and made printable */
export const fault = (status: number, { value, ...rest }: Fault, more: Partial<Answer> = {}): Answer =>
  ({ ...json({ ...rest, ...(value === undefined ? {} : { value: shown(value) }) }, status), ...more });
