// Reads a request line; whatever is wrong with it is said so that whoever wrote it can mend it.
import { AddressError, formatAddress, parseAddress } from '../address.ts';
import type { OperatorRequest } from '../command.ts';
import { ControlError } from './controlError.ts';
import type { ControlRequest, EventsRequest } from './protocol.ts';

/** A host name of DNS is at most 253 characters long, with an id and a port some forty more. */
const SUBJECT_CHARS_MAX = 320;
const REASON_CHARS_MAX = 200;
/** Ten years: what is longer is meant to be for ever, and a timestamp must stay one that a Date can hold. */
const BAN_MS_MAX = 315_576_000_000;
/** More than there are. */
const TYPES_MAX = 128;

type Fields = Readonly<Record<string, unknown>>;

const DOES = ['status', 'peers', 'network', 'events', 'support', 'why', 'order'] as const;
const ORDERS = ['dial', 'drop', 'ban', 'unban', 'dump'] as const;

const refuse = (what: string): never => {
  throw new ControlError('refused', `bad request: ${what}`);
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (fields: Fields, key: string, charsMax: number): string => {
  const value = fields[key];
  if (typeof value !== 'string' || value === '') return refuse(`${key} must be text that is not empty`);
  return value.length <= charsMax ? value : refuse(`${key} of ${value.length} characters, limit ${charsMax}`);
};

const oneOf = <T extends string>(fields: Fields, key: string, known: readonly T[]): T =>
  known.find((one) => one === fields[key]) ?? refuse(`${key} must be one of ${known.join(', ')}`);

const forMsOf = ({ forMs }: Fields): number =>
  typeof forMs === 'number' && Number.isSafeInteger(forMs) && forMs > 0 && forMs <= BAN_MS_MAX
    ? forMs
    : refuse(`forMs must be a whole number of milliseconds from 1 to ${BAN_MS_MAX}`);

const addressOf = (fields: Fields): string => {
  try {
    return formatAddress(parseAddress(textOf(fields, 'address', SUBJECT_CHARS_MAX)));
  } catch (error) {
    if (error instanceof AddressError) throw new ControlError('refused', error.message, { cause: error });
    throw error;
  }
};

const orderOf = (request: unknown): OperatorRequest => {
  const fields = isFields(request) ? request : refuse('request must be an object');
  const type = oneOf(fields, 'type', ORDERS);
  switch (type) {
    case 'dial':
      return { type, address: addressOf(fields) };
    case 'drop':
    case 'unban':
      return { type, subject: textOf(fields, 'subject', SUBJECT_CHARS_MAX) };
    case 'ban': {
      const reason = fields['reason'] === undefined ? 'by the operator' : textOf(fields, 'reason', REASON_CHARS_MAX);
      return { type, subject: textOf(fields, 'subject', SUBJECT_CHARS_MAX), forMs: forMsOf(fields), reason };
    }
    case 'dump':
      return { type };
  }
};

const sinceOf = (since: unknown): number =>
  typeof since === 'number' && Number.isFinite(since) ? since : refuse('since must be milliseconds since 1970');

const typesOf = (types: unknown): readonly string[] =>
  Array.isArray(types) && types.length <= TYPES_MAX && types.every((type) => typeof type === 'string')
    ? types
    : refuse(`types must be a list of at most ${TYPES_MAX} texts`);

const eventsOf = ({ all, since, isPast, types }: Fields): EventsRequest => ({
  do: 'events',
  all: all === true,
  ...(since === undefined ? {} : { since: sinceOf(since) }),
  ...(isPast === true ? { isPast } : {}),
  ...(types === undefined ? {} : { types: typesOf(types) }),
});

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return refuse('not a line of JSON');
  }
};

/**
 * @throws ControlError that names the field and what it must be.
 * @example readRequest('{"do":"why","subject":"out-3"}')
 */
export const readRequest = (line: string): ControlRequest => {
  const value = parsed(line);
  const fields = isFields(value) ? value : refuse('not a JSON object');
  const doing = oneOf(fields, 'do', DOES);
  switch (doing) {
    case 'status':
    case 'peers':
    case 'network':
    case 'support':
      return { do: doing };
    case 'events':
      return eventsOf(fields);
    case 'why':
      return { do: doing, subject: textOf(fields, 'subject', SUBJECT_CHARS_MAX) };
    case 'order':
      return { do: doing, request: orderOf(fields['request']) };
  }
};
