// Why a command was issued: which event led to it, and what was weighed. Kept beside the command, not in it, so that
// a command stays the plain data that a marble test compares.
import type { Command } from './command.ts';
import type { EntryId } from './journal.ts';
import type { Step } from './step.ts';

export type Inputs = Readonly<Record<string, string | number | boolean>>;

export interface Grounds {
  readonly cause: EntryId;
  readonly inputs?: Inputs;
}

const grounds = new WeakMap<Command, Grounds>();

/**
 * Marks a command with its grounds. A command that a policy emits while a step is being handled has that step as its
 * cause anyhow; this is for those that come later, out of a timer, and for saying what decided.
 *
 * @example pipe(on('peer-closed'), delay(5_000), map((step) => because(step, dial(step.event.address))))
 */
export const because = (step: Pick<Step, 'id'>, command: Command, inputs?: Inputs): Command => {
  const marked = { ...command };
  grounds.set(marked, inputs === undefined ? { cause: step.id } : { cause: step.id, inputs });
  return marked;
};

/** @internal */
export const groundsOf = (command: Command): Grounds | undefined => grounds.get(command);
