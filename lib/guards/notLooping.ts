// Keeps policies from going round in circles, once somebody has found that they do.
import { endpointOf } from '../address.ts';
import type { Guard } from '../guard.ts';
import { iso } from '../iso.ts';
import { loopPhrase } from '../loopPhrase.ts';

/**
 * Refuses to `dial` an address that a loop of causes was found at, as long as it is broken, and says which loop. What
 * the operator asks for passes: a person who dials knows more than a guard.
 *
 * The loops are found by `stormGuard`.
 */
export const notLooping: Guard = ({ command, state, now, by }) => {
  if (command.type !== 'dial' || by === 'operator') return undefined;
  const broken = state.loops.get(endpointOf(command.address));
  return broken !== undefined && broken.until > now
    ? `loop: ${loopPhrase(broken.loop)}; left alone until ${iso(broken.until)}`
    : undefined;
};
