// What a node is allowed: asked about every command, after the policies and before anything is done.
import type { Command } from './command.ts';
import { isGoodbyeReason, type GoodbyeReason } from './reasons.ts';
import type { State } from './state.ts';

/** A command, and the state that every command before it has led to. */
export interface Intent {
  readonly command: Command;
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The policy or reducer that wants it, by name: `operator` speaks for a person. Absent where nobody says. */
  readonly by?: string;
}

/**
 * Pure. The string is why not, with the value and the limit; `undefined` lets the command pass. A refused `accept` or
 * `welcome` ends the connection, and a string that begins with a goodbye reason and a colon chooses the one it is told.
 *
 * @example ({ command, state }) => command.type === 'dial' && isFull(state) ? 'full: 8 of 8 outgoing' : undefined
 */
export type Guard = (intent: Intent) => string | undefined;

/** By name: refusals are counted and explained by it. Asked in this order; the first that refuses decides. */
export type Guards = Readonly<Record<string, Guard>>;

/** The goodbye that a refusal asks for; `refused` when it names none. */
export const goodbyeFor = (refusal: string): GoodbyeReason => {
  const word = refusal.slice(0, Math.max(0, refusal.indexOf(':')));
  return isGoodbyeReason(word) ? word : 'refused';
};
