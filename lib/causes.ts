// The chain of causes behind a step, for a policy that asks who did what: kept beside the steps, not in them, so
// that a step stays the plain data that a marble test compares.
import type { Entry, EntryId } from './journal.ts';
import { Latest } from './latest.ts';
import { isPassing } from './passing.ts';
import type { Self, State } from './state.ts';
import type { Step } from './step.ts';

/** Two megabytes at most. What goes round in circles does so in a few dozen entries. */
export const CAUSES_MAX = 8_192;

/** As deep as a chain within one burst may go. */
const CHAIN_MAX = 64;

/** @internal The latest entries of one run of a controller. Not the journal: a replay decides the same without one. */
export class Causes {
  readonly #entries = new Latest<EntryId, Entry>(CAUSES_MAX);

  note(entry: Entry): void {
    if (isPassing(entry)) return;
    this.#entries.set(entry.id, entry);
  }

  chain(id: EntryId): readonly Entry[] {
    const chain: Entry[] = [];
    let entry = this.#entries.get(id);
    while (entry !== undefined && chain.length < CHAIN_MAX) {
      chain.push(entry);
      entry = entry.cause === undefined ? undefined : this.#entries.get(entry.cause);
    }
    return chain;
  }
}

/** `state.self` is one object through a whole run: so a step leads to the causes of its own run. */
const runs = new WeakMap<Self, Causes>();

/** @internal A run begins, from a state that is the same but for who it belongs to: two runs may begin from one. */
export const newRun = (initial: State): { readonly state: State; readonly causes: Causes } => {
  const [self, causes] = [{ ...initial.self }, new Causes()];
  runs.set(self, causes);
  return { state: { ...initial, self }, causes };
};

/**
 * What led to a step, newest first: the event itself, the command it came of, the event which that answered, and so on,
 * as far as it goes back within the last 8,192 entries. A tick or a sign of life ends the chain, and so does what came
 * from outside. Empty where nobody kept account, as for steps that were made by hand.
 *
 * @example causesOf(step).find((entry) => entry.kind === 'command')?.by // whose command this came of
 */
export const causesOf = ({ id, state }: Pick<Step, 'id' | 'state'>): readonly Entry[] =>
  runs.get(state.self)?.chain(id) ?? [];
