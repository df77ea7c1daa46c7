// The two queues of the loop, and what one turn of each does. Events first, so a guard sees the state left by every
// command before it. No scheduler stands in for the queues: RxJS's is global, and foreign code that throws inside it
// would take our events along.
import type { Observer, Subscriber } from 'rxjs';
import { groundsOf } from './because.ts';
import { newRun } from './causes.ts';
import type { Command } from './command.ts';
import type { Parts } from './controller.ts';
import type { Caused, Issued } from './effect.ts';
import { LoopError, messageOf, type Role } from './errors.ts';
import type { Event } from './event.ts';
import type { Entry, EntryId } from './journal.ts';
import { Queue } from './queue.ts';
import type { Step } from './step.ts';

/**
 * How deep a chain of causes may go within one burst. What answers itself gets there at once; the longest honest chain
 * is a handful: ticked, dial, dial-started, refused, close, peer-closed, defer, address-deferred.
 */
export const DEPTH_MAX = 64;

/** How many turns a burst may take, for what answers itself twice over. 10,000 peers that close take 50,000. */
export const TURNS_MAX = 1_000_000;

interface Turn<T> {
  readonly it: T;
  readonly by: string;
  readonly cause: EntryId | undefined;
  readonly depth: number;
}

export interface Turns {
  /** What a source or an effect, by name, tells of. */
  readonly happened: (by: string) => (caused: Caused) => void;
  /** What a policy, by name, wants. */
  readonly wanted: (by: string) => (command: Command) => void;
}

/** @param steps every step, to policies and to the outside @param issued$ every command that passed the guards */
export const turns = (
  parts: Parts,
  steps: Pick<Observer<Step>, 'next'>,
  issued$: Observer<Issued>,
  out: Subscriber<Step>,
): Turns => {
  const { journal, now } = parts;
  const [reducers, guards] = [partsOf('reducer', parts.reducers), partsOf('guard', parts.guards)];
  const [events, commands] = [new Queue<Turn<Event>>(), new Queue<Turn<Command>>()];
  const run = newRun(parts.initial);
  let { state } = run;
  let lastId: EntryId = 0;
  /** One burst is one instant: all that comes of one outside event happens at the same time. */
  let at = 0;
  let blamed: readonly [Role, string] = ['source', ''];
  /** Whose command was the last: what never ends is begun by somebody. */
  let asking: readonly [Role, string] = blamed;
  /** The turn under way: whatever is pushed meanwhile comes of it. */
  let current: { readonly id: EntryId; readonly depth: number } | undefined;

  const record = (entry: Entry): void => {
    run.causes.note(entry);
    journal.record(entry);
  };

  const react = ({ it: event, by, cause, depth }: Turn<Event>): void => {
    const id = ++lastId;
    current = { id, depth };
    record(entryOf(event, { id, at, by, cause }));
    for (const { name, part: reduce, blame } of reducers) {
      blamed = blame;
      const transition = reduce(state, event, at);
      state = transition.state;
      if (transition.commands.length === 0) continue; // as most do
      for (const command of transition.commands) commands.push({ it: command, by: name, cause: id, depth: depth + 1 });
    }
    steps.next({ id, event, state, now: at });
    if (state.lifecycle === 'stopped') out.complete();
  };

  const perform = ({ it: command, by, cause, depth }: Turn<Command>): void => {
    asking = [by in parts.policies ? 'policy' : 'reducer', by];
    if (depth > DEPTH_MAX) throw new LoopError(...asking, `answers itself: ${depth} turns deep, limit ${DEPTH_MAX}`);
    const id = ++lastId;
    current = { id, depth };
    record(orderOf(command, { id, at, by, cause }));
    for (const { name, part: guard, blame } of guards) {
      blamed = blame;
      const reason = guard({ command, state, now: at, by });
      if (reason === undefined) continue;
      const refused = { type: 'command-refused', command, guard: name, reason } as const;
      events.push({ it: refused, by: name, cause: id, depth: depth + 1 });
      return;
    }
    issued$.next({ id, command, state, now: at });
  };

  /** One turn; false when there is nothing left to do. */
  const turn = (): boolean => {
    const event = events.take();
    const command = event === undefined ? commands.take() : undefined;
    const next = event ?? command;
    if (next === undefined || out.closed) return false;
    if (event !== undefined) react(event);
    if (command !== undefined) perform(command);
    return true;
  };

  /** Until both queues are empty. A push from inside a turn finds it running, and waits for its turn. */
  const settle = (): void => {
    if (current !== undefined) return;
    at = now();
    try {
      for (let count = 1; turn(); count++) {
        if (count > TURNS_MAX) throw new LoopError(...asking, `keeps the loop busy for more than ${TURNS_MAX} turns`);
      }
    } catch (error) {
      const threw = (): LoopError => new LoopError(...blamed, `threw: ${messageOf(error)}`, { cause: error });
      out.error(error instanceof LoopError ? error : threw());
    } finally {
      current = undefined;
    }
  };

  return {
    happened: (by) => ({ event, cause = current?.id }) => {
      events.push({ it: event, by, cause, depth: current === undefined ? 0 : current.depth + 1 });
      settle();
    },
    wanted: (by) => (command) => {
      commands.push({ it: command, by, cause: current?.id, depth: current === undefined ? 0 : current.depth + 1 });
      settle();
    },
  };
};

/** Each part of a record with whom to blame for it, made once: they are gone through for every turn. */
interface Part<T> {
  readonly name: string;
  readonly part: T;
  readonly blame: readonly [Role, string];
}

const partsOf = <T>(role: Role, parts: Readonly<Record<string, T>>): readonly Part<T>[] =>
  Object.entries(parts).map(([name, part]) => ({ name, part, blame: [role, name] }));

interface From {
  readonly id: EntryId;
  readonly at: number;
  readonly by: string;
  readonly cause: EntryId | undefined;
}

// Written out, and not spread out of an Origin: there is one of these for every turn.

const entryOf = (event: Event, { id, at, by, cause }: From): Entry => {
  if (event.type === 'command-refused') {
    const kind = 'refusal';
    return cause === undefined ? { kind, id, at, by, event } : { kind, id, at, by, cause, event };
  }
  const kind = 'event';
  return cause === undefined ? { kind, id, at, by, event } : { kind, id, at, by, cause, event };
};

const orderOf = (command: Command, { id, at, by, cause }: From): Entry => {
  const kind = 'command';
  const grounds = groundsOf(command);
  if (grounds !== undefined) return { kind, id, at, by, ...grounds, command };
  return cause === undefined ? { kind, id, at, by, command } : { kind, id, at, by, cause, command };
};
