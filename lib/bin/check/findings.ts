// Whether a node is well, by the four measures of `millrace check`.
import { never } from '../../never.ts';
import { counted, span } from '../../status/inWords.ts';
import type { NetworkView } from '../../status/networkView.ts';
import type { Report } from '../../status/statusReport.ts';
import { isFloor, MEASURES, type Measure, type Threshold, type Thresholds } from './thresholds.ts';

/** As monitoring plugins number them (monitoring-plugins.org, "Plugin Return Codes"). */
export const CODES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;
export type Verdict = keyof typeof CODES;

export interface Finding {
  readonly name: Measure;
  readonly verdict: Verdict;
  /** A count, or milliseconds. */
  readonly value: number;
  readonly warning: number;
  readonly critical: number;
  readonly text: string;
}

export interface Checked {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Instead of findings: why there are none. */
  readonly problem?: string;
}

export interface Looked {
  readonly status: Report;
  readonly network: NetworkView;
  /** When the last proof of agreement was lost, as far as the node remembers; milliseconds since 1970. */
  readonly lostAt?: number | undefined;
  readonly now: number;
}

const DOWN: ReadonlySet<string> = new Set(['down', 'lost']);

const downIn = ({ gone }: NetworkView): readonly string[] =>
  gone.filter(({ verdict }) => DOWN.has(verdict)).map(({ id }) => id.slice(0, 8));

/** Some names, so that a page on a telephone says whom to look for. */
const NAMED_MAX = 5;

const valueOf = (measure: Measure, { status, network, lostAt, now }: Looked): number => {
  switch (measure) {
    case 'edges':
      return status.incoming.length + status.outgoing.length;
    case 'agreement': // a node that remembers no proof has not agreed since it began
      return status.network.agreement.proven ? 0 : Math.max(0, now - (lostAt ?? Date.parse(status.node.startedAt)));
    case 'down':
      return downIn(network).length;
    case 'delay':
      return Math.round(status.process.eventLoopDelayMsP99 * 10) / 10;
    default:
      return never(measure);
  }
};

const textOf = (measure: Measure, value: number, { status, network }: Looked): string => {
  switch (measure) {
    case 'edges':
      return counted(value, 'edge');
    case 'agreement':
      return status.network.agreement.proven ? 'all agree' : `no proven agreement for ${span(value)}`;
    case 'down': {
      const names = downIn(network).slice(0, NAMED_MAX).join(', ');
      return `${counted(value, 'node')} down${names === '' ? '' : `: ${names}`}`;
    }
    case 'delay':
      return `event loop delay ${span(value)}`;
    default:
      return never(measure);
  }
};

const verdictOf = (measure: Measure, value: number, { warning, critical }: Threshold): Verdict => {
  const isPast = (limit: number): boolean => (isFloor(measure) ? value < limit : value > limit);
  return isPast(critical) ? 'CRITICAL' : isPast(warning) ? 'WARNING' : 'OK';
};

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce((bad, one) => (CODES[one] > CODES[bad] ? one : bad), 'OK');

/** @example checked({ status, network, now }, thresholds).verdict // 'OK' */
export const checked = (looked: Looked, thresholds: Thresholds): Checked => {
  const findings = MEASURES.flatMap((name): readonly Finding[] => {
    const threshold = thresholds[name];
    if (threshold === 'off') return [];
    const value = valueOf(name, looked);
    const [verdict, text] = [verdictOf(name, value, threshold), textOf(name, value, looked)];
    return [{ name, verdict, value, ...threshold, text }];
  });
  return { verdict: worst(findings.map(({ verdict }) => verdict)), findings };
};
