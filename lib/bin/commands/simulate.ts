// `millrace simulate`: whole networks in virtual time; what a seed breaks is made small and shown.
import { writeFileSync } from 'node:fs';
import { defaultGuards, defaultPolicies } from '../../defaults.ts';
import { formatDuration } from '../../duration.ts';
import { realEnv } from '../../env.ts';
import { messageOf } from '../../errors.ts';
import { lastState } from '../../recording/lastState.ts';
import { readLog } from '../../recording/readLog.ts';
import { readLogFile } from '../../recording/readLogFile.ts';
import { counted } from '../../status/inWords.ts';
import { beginningOf } from '../../testing/simulation/beginning.ts';
import { commandLine } from '../../testing/simulation/commandLine.ts';
import { failureText, keptSpec } from '../../testing/simulation/failureText.ts';
import type { FaultKind } from '../../testing/simulation/fault.ts';
import { shrink, type Effort, type Shrunk } from '../../testing/simulation/shrink.ts';
import { simulated, type SimulateOptions, type Simulated } from '../../testing/simulation/simulate.ts';
import { timelinePage } from '../../testing/simulation/timeline/timelinePage.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson } from '../output.ts';
import { rebuilt } from '../rebuilt.ts';
import { shellWord } from '../shellWord.ts';
import { userModules } from '../userModules.ts';

export interface SimulateFlags {
  readonly nodes?: number;
  readonly seed?: number;
  readonly seeds?: number;
  readonly for?: number;
  readonly faults?: readonly FaultKind[] | 'all' | 'none';
  readonly only?: readonly string[];
  readonly without?: readonly number[];
  readonly policy?: readonly string[];
  readonly timeline?: string;
  readonly from?: string;
  readonly module?: readonly string[];
  readonly shrink: boolean;
  readonly json?: boolean;
}

/** A person waits that long for a smaller failure, and not much longer. */
const SHRINK_MS_MAX = 120_000;

/** How far it is, over and over on one line of a terminal; `undefined` leaves the line empty. */
const progressLine = (): ((text: string | undefined) => void) => {
  if (!process.stderr.isTTY) return () => undefined;
  let last: string | undefined;
  return (text) => {
    if (text === last) return;
    last = text;
    process.stderr.write(text === undefined ? '\r\u001b[K' : `\r${text}\u001b[K`);
  };
};

const progress = (seed: number, forMs: number): ((atMs: number) => void) => {
  const show = progressLine();
  const of = formatDuration(forMs);
  return (atMs) => show(atMs >= forMs ? undefined : `seed ${seed}: ${formatDuration(atMs)} of ${of}`);
};

/** The user's policies and guards beside the default ones, or in the place of those of the same name. */
const partsOf = async (files: readonly string[]): Promise<Pick<SimulateOptions, 'policies' | 'guards'>> => {
  if (files.length === 0) return {};
  const user = await userModules(files);
  const own = user.guards(realEnv);
  return {
    policies: (env) => ({ ...defaultPolicies({}, env), ...user.policies(env) }),
    ...(Object.keys(own).length === 0 ? {} : { guards: { ...defaultGuards(), ...own } }),
  };
};

const DEFAULT_MS = 300_000;

const optionsOf = (flags: SimulateFlags, seed: number): SimulateOptions => ({
  seed,
  ...(flags.nodes === undefined ? {} : { nodes: flags.nodes }),
  ...(flags.for === undefined ? {} : { forMs: flags.for }),
  ...(flags.faults === undefined ? {} : { faults: flags.faults }),
  ...(flags.only === undefined ? {} : { only: flags.only }),
  ...(flags.without === undefined ? {} : { without: flags.without }),
  ...(flags.timeline === undefined ? {} : { timeline: true }),
  progress: progress(seed, flags.for ?? DEFAULT_MS),
});

const summary = ({ result, plan }: Simulated): string => {
  const { seed, nodes, simulatedMs, events, traceHash, violations, convergedMs } = result;
  const kinds = [...new Set(plan.faults.map(({ kind }) => kind))];
  return [
    `seed ${seed}: ${nodes} nodes, ${formatDuration(simulatedMs)}, ${events} events, trace ${traceHash}`,
    `${counted(plan.faults.length, 'fault')}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
    convergedMs === null ? 'not one network at the end' : `one network again after ${formatDuration(convergedMs)}`,
    counted(violations.length, 'violation'),
  ].join('; ');
};

const untilDeadline = (): Effort & { readonly ended: () => void } => {
  const until = Date.now() + SHRINK_MS_MAX;
  let runs = 0;
  const show = progressLine();
  return {
    goesOn: () => {
      runs += 1;
      show(`making it smaller: run ${runs}`);
      return Date.now() < until;
    },
    ended: () => show(undefined),
  };
};

/** Beside those that a plan follows from. */
const otherFlags = ({ from, module = [], policy = [] }: SimulateFlags): readonly string[] => [
  ...(from === undefined ? [] : [`--from ${shellWord(from)}`]),
  ...module.map((file) => `--module ${shellWord(file)}`),
  ...policy.map((file) => `--policy ${shellWord(file)}`),
];

const smaller = (options: SimulateOptions, found: Simulated): Shrunk | undefined => {
  const { ended, ...effort } = untilDeadline();
  const small = shrink(options, found, effort);
  ended();
  return small;
};

const tell = (options: SimulateOptions, found: Simulated, flags: SimulateFlags): void => {
  const more = otherFlags(flags);
  print(...failureText(options, found, more));
  const { progress: _, ...quiet } = options;
  const small = flags.shrink ? smaller(quiet, found) : undefined;
  if (small === undefined || small.runs === 0) return;
  print('', `made smaller in ${small.runs} runs:`, ...failureText(small.options, small.simulated, more));
  if (more.length > 0) return;
  print('', 'to keep it, as a file in spec/simulation/kept:', keptSpec(small.options, small.invariant));
};

/** Of the last seed that was run, which is the one that failed if any did. */
const drawn = (file: string, options: SimulateOptions, found: Simulated, flags: SimulateFlags): void => {
  try {
    writeFileSync(file, timelinePage(found, commandLine(options, otherFlags(flags))));
  } catch (error) {
    throw new ExitError(1, `--timeline: ${messageOf(error)}`);
  }
};

/** The recorded node as it was at the end of its log, and whom it knew. */
const beginningOfLog = async ({ from, module = [] }: SimulateFlags): Promise<Pick<SimulateOptions, 'beginning'>> => {
  if (from === undefined) return {};
  const log = readLog(readLogFile(from));
  const { state, at } = lastState(log, await rebuilt(log.header, module));
  return { beginning: beginningOf(state, at) };
};

export const simulate = async (flags: SimulateFlags): Promise<void> => {
  const parts = { ...(await partsOf(flags.policy ?? [])), ...(await beginningOfLog(flags)) };
  const first = flags.seed ?? 1;
  for (let seed = first; seed < first + (flags.seeds ?? 1); seed++) {
    const options = { ...optionsOf(flags, seed), ...parts };
    const found = simulated(options);
    const failed = found.result.violations.length > 0;
    if (failed) process.exitCode = 1;
    if (flags.timeline !== undefined) drawn(flags.timeline, options, found, flags);
    if (flags.json === true) {
      printJson(failed ? { ...found.result, command: commandLine(options, otherFlags(flags)) } : found.result);
    } else {
      print(summary(found));
      if (failed) tell(options, found, flags);
    }
    if (failed) return;
  }
};
