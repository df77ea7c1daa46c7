// How `millrace check` says what it found: to Nagios and its kin, to programs, and to Prometheus.
import { CODES, type Checked, type Finding } from './findings.ts';
import { isFloor, type Measure } from './thresholds.ts';

export const CHECK_FORMATS = ['text', 'json', 'prometheus'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

const IN_MS: ReadonlySet<Measure> = new Set<Measure>(['agreement', 'delay']);

/** A range as the plugin guidelines write it: `2:` complains below two, `2` above it. */
const range = (name: Measure, limit: number): string => (isFloor(name) ? `${limit}:` : String(limit));

const figure = ({ name, value, warning, critical }: Finding): string =>
  `${name}=${value}${IN_MS.has(name) ? 'ms' : ''};${range(name, warning)};${range(name, critical)};0`;

/** What is wrong first. One line: the guidelines allow more, telephones do not. */
export const checkLine = ({ verdict, findings, problem }: Checked): string => {
  const bad = findings.filter((one) => one.verdict !== 'OK');
  const good = findings.filter((one) => one.verdict === 'OK');
  const said = problem ?? [...bad, ...good].map(({ text }) => text).join(', ');
  return `MILLRACE ${verdict} - ${said}${findings.length === 0 ? '' : ` | ${findings.map(figure).join(' ')}`}`;
};

export const checkJson = ({ verdict, findings, problem }: Checked): object =>
  ({ status: verdict, code: CODES[verdict], ...(problem === undefined ? {} : { problem }), checks: findings });

/** Base units, as Prometheus wants them. */
const based = ({ name, value }: Finding): number => (IN_MS.has(name) ? value / 1_000 : value);
const metric = (name: Measure): string => `millrace_check_${name}${IN_MS.has(name) ? '_seconds' : ''}`;

const HELP: Readonly<Record<Measure, string>> = {
  edges: 'Connections that are alive.',
  agreement: 'How long agreement on the map has not been proven.',
  down: 'Nodes that are down or lost.',
  delay: 'Event loop delay, 99th percentile.',
};

const gauge = (name: string, help: string, lines: readonly string[]): readonly string[] =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];

/** For the textfile collector of node_exporter. */
export const checkMetrics = ({ verdict, findings }: Checked): readonly string[] => [
  ...gauge('millrace_check_status', '0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.', [
    `millrace_check_status ${CODES[verdict]}`,
    ...findings.map((one) => `millrace_check_status{check="${one.name}"} ${CODES[one.verdict]}`),
  ]),
  ...findings.flatMap((one) => gauge(metric(one.name), HELP[one.name], [`${metric(one.name)} ${based(one)}`])),
];
