// The strangers, by name: each is a row of the threat model or two.
import { flooder, neverReading, poisoner } from './polite.ts';
import { drip, garbage, impostor, mute, otherNetwork, oversize, quitter, replayer, unproven } from './rude.ts';

export const actors = {
  garbage, oversize, mute, drip, impostor, otherNetwork, replayer, quitter, unproven, flooder, neverReading, poisoner,
} as const;
