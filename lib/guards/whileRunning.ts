// Nobody new comes in or is called while a node is on its way out.
import type { Guard } from '../guard.ts';

/** Refuses `dial`, `accept` and `welcome` from the moment that a stop was asked for. */
export const whileRunning: Guard = ({ command, state }) => {
  if (state.lifecycle === 'running') return undefined;
  const isOpening = command.type === 'dial' || command.type === 'accept' || command.type === 'welcome';
  return isOpening ? `stopping: the node is ${state.lifecycle}` : undefined;
};
