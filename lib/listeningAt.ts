// The state with one more address that this node listens on.
import type { EventOf } from './event.ts';
import type { State } from './state.ts';

/** Who announces where it is knows better than its sockets. */
export const listeningAt = (
  state: State, { address, reachable = [address] }: EventOf<'listening-started'>,
): State => ({
  ...state,
  listening: [...state.listening, address],
  reachable: state.self.announce ?? [...new Set([...state.reachable, ...reachable])],
});
