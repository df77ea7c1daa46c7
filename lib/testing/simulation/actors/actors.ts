// The strangers, by name: each is a row of the threat model or two.
import { flooder, neverReading, poisoner, sleeper } from './polite.ts';
import {
  drip, garbage, impostor, mute, otherNetwork, otherVersion, oversize, quitter, replayer, unproven,
} from './rude.ts';

export const actors = {
  garbage, oversize, mute, drip, impostor, otherNetwork, otherVersion, replayer, quitter, unproven, flooder,
  neverReading, poisoner, sleeper,
} as const;
