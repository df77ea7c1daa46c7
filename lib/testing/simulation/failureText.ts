// What a person is shown of a failure: what broke, what had gone wrong before, a drawing, the command that does it
// again, and a spec that keeps it.
import { formatDuration } from '../../duration.ts';
import { commandLine } from './commandLine.ts';
import type { PlanOptions } from './plan.ts';
import type { Simulated } from './simulate.ts';

const SHOWN_MAX = 10;
const FAULTS_SHOWN_MAX = 30;

const violationLines = ({ result: { violations } }: Simulated): readonly string[] => [
  ...violations.slice(0, SHOWN_MAX).map(({ invariant, at, node, detail }) =>
    `  ${formatDuration(at)}  ${node === undefined ? '' : `${node}  `}${invariant}: ${detail}`),
  ...(violations.length > SHOWN_MAX ? [`  and ${violations.length - SHOWN_MAX} more`] : []),
];

const faultLines = ({ plan: { faults }, result: { violations } }: Simulated): readonly string[] => {
  const before = faults.filter(({ at }) => at <= (violations[0]?.at ?? Infinity));
  return [
    ...before.slice(-FAULTS_SHOWN_MAX).map(({ id, at, forMs }) =>
      `  ${formatDuration(at)}  ${id}${forMs === 0 ? '' : ` for ${formatDuration(forMs)}`}`),
    ...(before.length === 0 ? ['  none'] : []),
  ];
};

/** @param more flags that the command needs beside those of the plan */
export const failureText = (
  options: PlanOptions,
  found: Simulated,
  more: readonly string[] = [],
): readonly string[] => {
  const { world, result } = found;
  const until = Math.min(result.simulatedMs, (result.violations[0]?.at ?? 0) + 1_000);
  return [
    'violated:', ...violationLines(found),
    'faults until then:', ...faultLines(found),
    'nodes:', world.sketch.draw(world.inhabitants.map(({ number }) => number), until),
    'again:', `  ${commandLine(options, more)}`,
  ];
};

/** As a person would write it. */
const quoted = (value: unknown): string =>
  JSON.stringify(value, null, 1).replaceAll(/\s+/g, ' ').replaceAll(/\[ | \]/g, (bracket) => bracket.trim())
    .replaceAll('"', "'").replaceAll(/'(\w+)': /g, '$1: ');

/**
 * A spec file for `spec/simulation/kept`: once it was fixed, it must stay fixed. It is about the one rule: a run that was
 * cut off may end before all has come right again.
 */
export const keptSpec = (options: PlanOptions, invariant: string): string => {
  const { nodes, seed, forMs, faults, only, without } = options;
  const kept = Object.fromEntries(
    Object.entries({ nodes, seed, forMs, faults, only, without }).filter(([, value]) => value !== undefined),
  );
  return [
    `// A run that broke ${invariant}, as small as it could be made.`,
    "import { expect } from 'chai';",
    "import { simulate } from '../../../lib/testing/index.ts';",
    '',
    `describe('seed ${seed ?? 1}', () => {`,
    `  it(${quoted(`keeps ${invariant}`)}, () =>`,
    `    expect(simulate(${quoted(kept)}).violations`,
    `      .filter(({ invariant }) => invariant === ${quoted(invariant)})).to.deep.equal([]));`,
    '});',
    '',
  ].join('\n');
};
