// The command for monitoring: `check`.
import { CommanderError, Option, type Command } from 'commander';
import { CODES } from './check/findings.ts';
import { CHECK_FORMATS } from './check/formats.ts';
import { thresholdFlags, THRESHOLDS, type Measure } from './check/thresholds.ts';
import type { CheckFlags } from './commands/check.ts';
import { durationFlag } from './flags.ts';
import { dataOption, example, jsonOption } from './options.ts';

/** Monitoring waits ten seconds for a plugin as a rule; it should hear from us before. */
const TIMEOUT_MS = 8_000;

const LIMITS: Readonly<Record<Measure, string>> = {
  edges: 'warn below, and be critical below so many connections',
  agreement: 'past so long without a proof that all nodes hold one map',
  down: 'past so many nodes that are down or lost',
  delay: 'past such an event loop delay, 99th percentile',
};

/** The defaults are read as flags are, so that help shows them as they would be written. */
const thresholdOption = (measure: Measure): Option => {
  const read = thresholdFlags[measure];
  return new Option(`--${measure} <warning,critical>`, `${LIMITS[measure]}; or off`)
    .default(read(THRESHOLDS[measure]), THRESHOLDS[measure])
    .argParser(read);
};

const EXIT = `
Exit status, as monitoring has it, of this command alone:
  0 OK   1 WARNING   2 CRITICAL, or no answer   3 UNKNOWN, or bad usage`;

export const addCheck = (program: Command): void => {
  const command = program.command('check').description('whether a running node is well, for monitoring');
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new CommanderError(CODES.UNKNOWN, error.code, error.message);
  });
  example(command, 'millrace check', 'millrace check --edges 4,2 --down off --format prometheus')
    .addHelpText('after', EXIT)
    .addOption(dataOption())
    .addOption(new Option('--format <name>', 'how to say it').choices(CHECK_FORMATS).default('text'))
    .addOption(jsonOption())
    .addOption(thresholdOption('edges'))
    .addOption(thresholdOption('agreement'))
    .addOption(thresholdOption('down'))
    .addOption(thresholdOption('delay'))
    .addOption(
      new Option('--timeout <duration>', 'how long to wait for an answer').default(TIMEOUT_MS, '8s')
        .argParser(durationFlag))
    .action(async (flags: CheckFlags) => (await import('./commands/check.ts')).check(flags));
};
