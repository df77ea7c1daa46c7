// `millrace replay`: a recorded run again, with the policies it had; and beside them others, if some are given.
import { realEnv } from '../../env.ts';
import { iso } from '../../iso.ts';
import { RingJournal } from '../../journals/ringJournal.ts';
import type { ComparisonReport, PolicyDifference } from '../../recording/comparison.ts';
import type { LogHeader } from '../../recording/logLine.ts';
import { readLog } from '../../recording/readLog.ts';
import { readLogFile } from '../../recording/readLogFile.ts';
import { replay as replayLog, type ReplayParts } from '../../recording/replay.ts';
import type { Difference, Replayed } from '../../recording/replayed.ts';
import { whatIf, type WhatIf } from '../../recording/whatIf.ts';
import { commandPhrase } from '../../status/commandPhrase.ts';
import { nodeName } from '../../status/names.ts';
import { VirtualScheduler } from '../../testing/virtualScheduler.ts';
import { VERSION } from '../../version.ts';
import { differenceText } from '../differenceText.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson } from '../output.ts';
import { rebuilt } from '../rebuilt.ts';
import { complaint } from '../reported.ts';
import { userModules, type UserParts } from '../userModules.ts';

export interface ReplayFlags {
  readonly policy?: readonly string[];
  readonly module?: readonly string[];
  readonly json?: boolean;
}

/** How many differences of a policy are shown to a person; `--json` has a hundred. */
const SHOWN_MAX = 10;

const differenceJson = ({ at, ...rest }: Difference): object => ({ at: iso(at), ...rest });

const policyJson = ({ exactUntil, differences, ...counts }: ComparisonReport): object => ({
  ...counts,
  ...(exactUntil === undefined ? {} : { exactUntil: iso(exactUntil) }),
  differences: differences.map(({ at, ...rest }) => ({ at: iso(at), ...rest })),
});

const json = (result: Replayed & Partial<WhatIf>): object => {
  const { commands, same, firstDifference, isCut, until, policy } = result;
  return {
    commands,
    same,
    ...(firstDifference === undefined ? {} : { firstDifference: differenceJson(firstDifference) }),
    isCut,
    until: iso(until),
    ...(policy === undefined ? {} : { policy: policyJson(policy) }),
  };
};

const runText = ({ self, at }: LogHeader, { commands, same, until, isCut }: Replayed): readonly string[] => {
  const span = `node ${nodeName(self.node, self.label)}, ${iso(at)} to ${iso(until)}`;
  const verdict = same ? `${commands} commands, the same as recorded` : 'not the same as recorded';
  return [
    `${span}: ${verdict}`,
    ...(isCut ? ['the recording does not end in good order; it was replayed up to there'] : []),
    ...(same || self.version === VERSION ? [] : [`it was recorded by version ${self.version}, this is ${VERSION}`]),
  ];
};

const who = { live: 'only recorded', candidate: 'only the other' } as const;

const shown = ({ at, side, by, command }: PolicyDifference): string =>
  `  ${iso(at)}  ${who[side]}: policy ${by} chose to ${commandPhrase(command)}`;

const policyText = ({ same, onlyLive, onlyCandidate, exactUntil, differences, failed }: ComparisonReport): string[] => {
  const counts = `${same} commands the same, ${onlyLive} only recorded, ${onlyCandidate} only of the other policy`;
  const more = onlyLive + onlyCandidate - Math.min(SHOWN_MAX, differences.length);
  const limit = exactUntil === undefined
    ? 'exact for all of the recording: the other policy would have done the same'
    : `exact until ${iso(exactUntil)}, the first difference: from there on the world would have answered otherwise, ` +
      'so what follows shows that they differ, not by how much';
  return [
    '',
    counts,
    limit,
    ...differences.slice(0, SHOWN_MAX).map(shown),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(failed === undefined ? [] : [`the other policy failed, and was compared only until then: ${failed}`]),
  ];
};

const candidatesOf = async (files: readonly string[]): Promise<UserParts> => {
  const parts = await userModules(files);
  if (Object.keys(parts.policies(realEnv)).length === 0) {
    throw new ExitError(2, `${files.join(', ')}: exports no policies to compare`);
  }
  if (Object.keys(parts.guards(realEnv)).length > 0) {
    process.stderr.write(complaint(`${files.join(', ')}: its guards are left out, policies are compared`));
  }
  return parts;
};

export const replay = async (file: string, { policy = [], module = [], json: asJson }: ReplayFlags): Promise<void> => {
  const log = readLog(readLogFile(file));
  const journal = new RingJournal();
  const parts: ReplayParts = { ...(await rebuilt(log.header, module)), journal };
  const candidates = policy.length === 0 ? undefined : (await candidatesOf(policy)).policies;
  const result: Replayed & Partial<WhatIf> = candidates === undefined
    ? replayLog(log, parts)
    : whatIf(log, parts, { candidates, clock: (at) => new VirtualScheduler(at) });
  if (!result.same) process.exitCode = 1;
  if (asJson === true) {
    printJson(json(result));
    return;
  }
  print(...runText(log.header, result));
  if (result.firstDifference !== undefined) {
    print(...differenceText(result.firstDifference, (id) => journal.get(id)));
  }
  if (result.policy !== undefined) print(...policyText(result.policy));
};
