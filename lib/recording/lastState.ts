// What a recorded node believed when its recording ended: the same replay, looked at from its end.
import type { State } from '../state.ts';
import { LogError } from './logError.ts';
import type { Log } from './readLog.ts';
import { replay, type ReplayParts } from './replay.ts';

export interface LastState {
  readonly state: State;
  /** When the recording ends; milliseconds since 1970. */
  readonly at: number;
}

/**
 * @throws LogError when the run does not replay to the same commands, or nothing happened in it: what it would have
 * believed cannot be known then
 * @example lastState(readLog(readLogFile('run.log')), { policies, guards }).state.addresses.size
 */
export const lastState = (log: Log, parts: ReplayParts): LastState => {
  let state: State | undefined;
  const { same, until, firstDifference } = replay(log, {
    ...parts,
    stepped: (step) => {
      state = step.state;
      parts.stepped?.(step);
    },
  });
  if (!same) throw new LogError(`it does not replay: ${firstDifference?.what ?? 'it differs'}; see millrace replay`);
  if (state === undefined) throw new LogError('nothing happened in it');
  return { state, at: until };
};
