// Whether a line is of the form that its first letter says it is: the events and commands in it are for the reducers.

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isText: Check = (value) => typeof value === 'string';
/** The distance to the last time, or a time as text. */
const isDistance: Check = (value) => isNumber(value) || (typeof value === 'string' && Number.isFinite(Number(value)));
/** An event or a command. */
const isThing: Check = (value) =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const maybe = (check: Check): Check => (value) => value === undefined || check(value);
const orNull = (check: Check): Check => (value) => value === null || check(value);

const said: readonly Check[] = [isDistance, isText, isThing, maybe(isNumber)];

/** What comes behind the letter. */
const SHAPES: Readonly<Record<string, readonly Check[]>> = {
  o: said,
  p: said,
  w: [isDistance, isNumber],
  i: [isNumber, isText, isThing, maybe(isNumber)],
  c: [isNumber, isText, orNull(isNumber), isThing],
  z: [],
  t: [isDistance, isText],
  h: [isDistance, isText, isNumber, isNumber, isNumber, orNull(isNumber), maybe(isNumber)],
};

/** @param line as `packing` writes it, parsed */
export const isLineShape = (line: unknown): boolean => {
  if (!Array.isArray(line)) return false;
  const [kind, ...rest] = line as readonly unknown[];
  if (kind === 'r') return rest.every(isNumber);
  const checks = typeof kind === 'string' && Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  return checks !== undefined && rest.length <= checks.length && checks.every((check, at) => check(rest[at]));
};
