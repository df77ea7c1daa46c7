// What the journal must tell, beside what the steps do: every command has its effect, once, and follows from what it
// says. I22 and parts of I4, I10 and I12.
import { endpointOf } from '../../../address.ts';
import type { Inputs } from '../../../because.ts';
import type { Command, CommandOf } from '../../../command.ts';
import type { Event, EventOf } from '../../../event.ts';
import type { Entry, EntryId } from '../../../journal.ts';
import type { CloseReason } from '../../../reasons.ts';
import { alive, pending } from '../../../state.ts';
import { WAIT_MS } from './promised.ts';
import type { About } from './rule.ts';

type EntryCheck = (entry: Entry) => false | Inputs;

export interface EntryRule {
  readonly name: string;
  readonly make: (about: About) => EntryCheck;
}

/** What is carried out within the turn, and told by an event that names the command as its cause. */
const AT_ONCE: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'dial', 'ban', 'unban', 'defer', 'break-loop', 'announce',
]);

const effective: EntryRule = {
  name: 'I22 every command has its effect, or a reason why not',
  make: () => {
    const open = new Map<EntryId, Command['type']>();
    return (entry) => {
      if (entry.kind === 'command') {
        if (AT_ONCE.has(entry.command.type)) open.set(entry.id, entry.command.type);
        return false;
      }
      if (entry.cause !== undefined) open.delete(entry.cause);
      if (entry.kind === 'refusal') return entry.event.reason === '' && { refusedBy: entry.event.guard };
      if (entry.event.type !== 'ticked') return false;
      const [first] = open;
      open.clear();
      return first !== undefined && { command: first[1], id: first[0] };
    };
  },
};

const refusalTold: EntryRule = {
  name: 'I22 whoever is refused is told so',
  make: () => {
    const untold = new Set<string>();
    return (entry) => {
      if (entry.kind === 'refusal') {
        const { command } = entry.event;
        if (command.type === 'accept' || command.type === 'welcome') untold.add(command.peer);
      } else if (entry.kind === 'command') {
        if (entry.command.type === 'close') untold.delete(entry.command.peer);
      } else if (entry.event.type === 'peer-closed') {
        untold.delete(entry.event.peer);
      } else if (entry.event.type === 'ticked') {
        const [peer] = untold;
        untold.clear();
        return peer !== undefined && { peer };
      }
      return false;
    };
  },
};

const welcomedOnce: EntryRule = {
  name: 'I4 a connection is welcomed once',
  make: () => {
    const welcomed = new Set<string>();
    return (entry) => {
      if (entry.kind === 'event' && entry.event.type === 'peer-closed') welcomed.delete(entry.event.peer);
      if (entry.kind !== 'command' || entry.command.type !== 'welcome') return false;
      const { peer } = entry.command;
      const isSecond = welcomed.has(peer);
      welcomed.add(peer);
      return isSecond && { peer, by: entry.by };
    };
  },
};

const seqUnused: EntryRule = {
  name: 'I10 a record is asked for with a number that was not used',
  make: ({ state }) => (entry) => {
    if (entry.kind !== 'command' || entry.command.type !== 'issue-record') return false;
    const used = state()?.network.own.seq ?? 0;
    return entry.command.seq <= used && { seq: entry.command.seq, used };
  },
};

/** Nobody has given advice, and nobody is to be left alone: then only the failures count. */
const PLAIN: ReadonlySet<CloseReason> =
  new Set<CloseReason>(['unreachable', 'tls-failed', 'reset', 'ended', 'timed-out']);

const wrongWait = (
  { forMs, attempts, address }: CommandOf<'defer'>,
  { direction, reason, endedBy, address: dialled }: EventOf<'peer-closed'>,
): false | Inputs => {
  const isPlain = direction === 'out' && endedBy !== 'remote' && PLAIN.has(reason) &&
    endpointOf(address) === endpointOf(dialled);
  if (!isPlain) return false;
  const longest = Math.min(WAIT_MS.max, WAIT_MS.first * WAIT_MS.factor ** Math.max(0, attempts - 1));
  const isRight = forMs >= WAIT_MS.first * WAIT_MS.jitter && forMs <= longest;
  return !isRight && { address, attempts, forMs, longest, after: reason };
};

const waitsFollow: EntryRule = {
  name: 'I12 a wait follows from the failures before it',
  make: ({ hasDefaultPolicies }) => {
    let closed: (Entry & { readonly kind: 'event' }) | undefined;
    return (entry) => {
      if (entry.kind === 'event' && entry.event.type === 'peer-closed') closed = entry;
      if (!hasDefaultPolicies || entry.kind !== 'command' || entry.command.type !== 'defer') return false;
      if (closed?.event.type !== 'peer-closed' || entry.cause !== closed.id || entry.by !== 'redial') return false;
      return wrongWait(entry.command, closed.event);
    };
  },
};

const NEWS: ReadonlySet<Event['type']> = new Set<Event['type']>(['items-heard', 'record-issued', 'attestation-issued']);

/** How many changes of the map one event of these tells of. */
const newsIn = (event: Event): number => (event.type === 'items-heard' ? event.items.length : 1);

const relaysBounded: EntryRule = {
  name: 'I17 nothing is passed on more often than there are heads to tell',
  make: ({ state, hasDefaultPolicies }) => {
    let [owed, pushed] = [0, 0];
    return (entry) => {
      if (entry.kind === 'event' && NEWS.has(entry.event.type)) {
        const now = state();
        owed += newsIn(entry.event) * (now === undefined ? 1 : Math.max(1, alive(now, 'out') + pending(now, 'out')));
      }
      if (!hasDefaultPolicies || entry.kind !== 'command' || entry.command.type !== 'push') return false;
      pushed += entry.command.nodes.length;
      return pushed > owed && { pushed, owed };
    };
  },
};

export const entryRules: readonly EntryRule[] = [
  effective, refusalTold, welcomedOnce, seqUnused, waitsFollow, relaysBounded,
];
