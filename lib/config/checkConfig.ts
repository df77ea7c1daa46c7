// From plain data to a configuration: the schema, then every address and duration, then what holds between them.
import { AddressError, formatAddress, idOf, parseAddress, type Address } from '../address.ts';
import { DurationError, formatDuration, parseDuration } from '../duration.ts';
import type { Config, Ms } from './config.ts';
import type { Finding, Path } from './finding.ts';
import { violations, type Violation } from './relations.ts';
import { schemaFindings } from './schemaFindings.ts';

export interface Checked {
  /** Of use only when there are no findings and no violations. */
  readonly config: Config;
  readonly findings: readonly Finding[];
  readonly violations: readonly Violation[];
}

/** Below it a loop would do little else; and `10` is somebody who thought of seconds. */
const INTERVAL_MS_MIN = 100;
/** What the system's timers can hold: 24 days. A longer one would go off at once. */
const INTERVAL_MS_MAX = 2 ** 31 - 1;

const INTERVALS = ['idleEvery', 'statusEvery', 'discoveryEvery', 'heartbeatEvery', 'deadAfter'] as const;

/**
 * Checks plain data, as it comes out of YAML or JSON; a `Config` is such data as well.
 *
 * @param input is not changed.
 */
export const checkConfig = (input: unknown): Checked => {
  const raw: unknown = structuredClone(input ?? {});
  const findings: Finding[] = [...schemaFindings(raw)];
  if (!isMap(raw)) return { config: raw as Config, findings, violations: [] };
  const values = readValues(raw, findings);
  const config = { ...raw, ...values } as Config; // the schema has checked the rest
  return { config, findings, violations: findings.length === 0 ? violations(config) : [] };
};

/** Every value that is text in the file and something else to the node. What the schema refused is passed over. */
const readValues = (raw: Raw, findings: Finding[]): Partial<Config> => {
  const read = <T>(path: Path, otherwise: T, reading: () => T): T => {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof AddressError || error instanceof DurationError)) throw error;
      findings.push({ path, what: error.message });
      return otherwise;
    }
  };
  const listOf = (key: string, reader: (text: string) => Address): readonly Address[] =>
    asList(raw[key]).map((text, at) => (typeof text === 'string' ? read([key, at], text, () => reader(text)) : ''));
  const ms = (path: Path, value: unknown, limits: Limits): Ms => read(path, 0, () => msWithin(value, limits));
  const { http, redial } = raw;
  const [min, max] = isMap(redial) ? [redial['min'], redial['max']] : [];
  return {
    listen: listOf('listen', localAddress),
    announce: listOf('announce', localAddress),
    peers: listOf('peers', remoteAddress),
    http: typeof http === 'string' && http !== 'off' ? read(['http'], http, () => localAddress(http)) : 'off',
    ...Object.fromEntries(INTERVALS.map((key) => [key, ms([key], raw[key], INTERVAL)])),
    redial: { min: ms(['redial', 'min'], min, INTERVAL), max: ms(['redial', 'max'], max, INTERVAL) },
    banFor: ms(['banFor'], raw['banFor'], {}),
  };
};

type Raw = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Where this node listens: it knows its own id. */
const localAddress = (text: string): Address => {
  const address = formatAddress(parseAddress(text));
  if (idOf(address) === undefined) return address;
  throw new AddressError(`address ${JSON.stringify(text)}: takes no node id, the node listens with its own`);
};

/** Where another node listens: never on port 0. */
const remoteAddress = (text: string): Address => {
  const parts = parseAddress(text);
  if (parts.port > 0) return formatAddress(parts);
  throw new AddressError(`address ${JSON.stringify(text)}: port 0 cannot be dialled`);
};

interface Limits {
  readonly msMin?: number;
  readonly msMax?: number;
}

const INTERVAL: Limits = { msMin: INTERVAL_MS_MIN, msMax: INTERVAL_MS_MAX };

const msWithin = (value: unknown, { msMin = 1, msMax = Infinity }: Limits): Ms => {
  if (typeof value !== 'string' && !(Number.isInteger(value) && Number(value) >= 0)) return 0;
  const ms = typeof value === 'string' ? parseDuration(value) : Number(value);
  const hint = typeof value === 'number' ? `; a number is milliseconds, write ${value}s for seconds` : '';
  if (ms < msMin) throw new DurationError(`is ${formatDuration(ms)}, must be at least ${formatDuration(msMin)}${hint}`);
  if (ms > msMax) throw new DurationError(`is ${formatDuration(ms)}, must be at most ${formatDuration(msMax)}`);
  return ms;
};
