// Finds a node going round in circles: what dials an address and what closes it again, over and over. Breaks the loop,
// and says who is in it.
import { defer } from 'rxjs';
import { endpointOf, type Endpoint } from '../address.ts';
import { causesOf } from '../causes.ts';
import { breakLoop, defer as putOff, type Loop, type LoopLink } from '../command.ts';
import type { EventOf, PeerClosed, PeerId } from '../event.ts';
import type { Entry } from '../journal.ts';
import { loopPhrase } from '../loopPhrase.ts';
import { never } from '../never.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { Step } from '../step.ts';

export interface StormGuard {
  /** How far back to look, in milliseconds, and how often the same must have happened within that. */
  readonly windowMs: number;
  readonly loops: number;
  /** For how long nobody but the operator dials the address then, in milliseconds; 10 minutes unless told. */
  readonly forMs?: number;
}

/** Long enough for a person to see it, short enough for a cause that has gone meanwhile. */
const FOR_MS = 600_000;

/** An address that goes round is dialled all the time; whose last turn is longest ago is forgotten first. */
const ENDPOINTS_MAX = 1_024;

/** How many different ways to go round one address are looked at: there are few policies that dial. */
const WAYS_MAX = 4;

/** Once round: the same links with the same text are the same way. */
interface Turn {
  readonly links: readonly LoopLink[];
  readonly way: string;
  readonly at: number;
}

/** A connection on its way round: who dialled it, and whether that answered the end of the last one there. */
interface Trial {
  readonly by: string;
  readonly isAnswer: boolean;
}

type CommandEntry = Extract<Entry, { readonly kind: 'command' }>;
type Watched = Step<EventOf<'dial-started' | 'peer-closed'>>;

const commandIn = (causes: readonly Entry[], type: 'dial' | 'close'): CommandEntry | undefined =>
  causes.find((entry): entry is CommandEntry => entry.kind === 'command' && entry.command.type === type);

const isEndAt = (endpoint: Endpoint) => (entry: Entry): boolean =>
  entry.kind === 'event' && entry.event.type === 'peer-closed' && endpointOf(entry.event.address) === endpoint;

/** Who closed it: a guard, when it was closed because one refused it; else whoever gave the command. */
const endOf = (causes: readonly Entry[], { endedBy, reason, peer }: PeerClosed): LoopLink => {
  const command = commandIn(causes, 'close');
  const isIts = command?.command.type === 'close' && command.command.peer === peer;
  if (endedBy !== 'local' || !isIts) return { by: endedBy === 'local' ? 'peer' : endedBy, did: 'close', reason };
  const refusal = causes.find((entry) => entry.id === command.cause);
  return refusal?.kind === 'refusal'
    ? { by: refusal.event.guard, did: 'refuse', reason }
    : { by: command.by, did: 'close', reason };
};

class Rounds {
  readonly #trials = new Map<PeerId, Trial>();
  readonly #turns = new Map<Endpoint, readonly Turn[]>();
  readonly #limits: StormGuard;

  constructor(limits: StormGuard) {
    this.#limits = limits;
  }

  dialled(step: Step<EventOf<'dial-started'>>): void {
    const { peer, address } = step.event;
    const endpoint = endpointOf(address);
    const causes = causesOf(step);
    const by = commandIn(causes, 'dial')?.by ?? '';
    if (by === 'operator') this.#turns.delete(endpoint); // a person's dial is not part of any loop, and begins anew
    else this.#trials.set(peer, { by, isAnswer: causes.some(isEndAt(endpoint)) });
  }

  /** The loop that this end has closed, if there is one. */
  closed(step: Step<PeerClosed>): Loop | undefined {
    const { event, now } = step;
    const trial = this.#trials.get(event.peer);
    this.#trials.delete(event.peer);
    if (trial === undefined) return undefined;
    const causes = causesOf(step);
    const end = endOf(causes, event);
    // Neither undone by this node itself nor dialled because it had ended: an honest attempt that failed.
    const isOurs = event.endedBy === 'local' && end.by !== 'peer' && end.by !== 'operator';
    if (!isOurs && !trial.isAnswer) return undefined;
    const links: readonly LoopLink[] = [{ by: trial.by, did: 'dial' }, end];
    return this.#count(endpointOf(event.address), { links, way: JSON.stringify(links), at: now });
  }

  #count(endpoint: Endpoint, turn: Turn): Loop | undefined {
    const { windowMs, loops } = this.#limits;
    const recent = (this.#turns.get(endpoint) ?? []).filter(({ at }) => turn.at - at < windowMs);
    const turns = [...recent, turn].slice(-loops * WAYS_MAX);
    this.#turns.delete(endpoint);
    const same = turns.filter(({ way }) => way === turn.way);
    const withinMs = turn.at - (same[0]?.at ?? turn.at);
    if (same.length >= loops) return { links: turn.links, times: same.length, withinMs };
    this.#turns.set(endpoint, turns);
    if (this.#turns.size > ENDPOINTS_MAX) for (const oldest of this.#turns.keys()) {
      this.#turns.delete(oldest);
      break;
    }
    return undefined;
  }
}

/**
 * Follows the causes of each dial and of each end of a connection that we dialled. One turn of a loop is a dial by a
 * policy whose connection this node itself closed or refused, or one that answered the end of the last one there, as
 * `closed → redial → closed`. When the same policies and guards have gone round one address `loops` times within
 * `windowMs`, it breaks the loop: for `forMs` the guard `notLooping` refuses whoever dials it but the operator, the
 * monitor idle passes over it, and `why` tells who undoes whom.
 *
 * What the operator dials or closes is never a turn of a loop, and never refused. A dial on a tick that the network or
 * the remote ends is an honest attempt: `redial` paces those. Incoming connections go round by the remote's doing.
 * Put it last in the list, and `notLooping` among the guards.
 *
 * @example stormGuard({ windowMs: 60_000, loops: 5 })
 */
export const stormGuard =
  (limits: StormGuard): Policy =>
  (step$) =>
    defer(() => {
      const rounds = new Rounds(limits);
      const forMs = limits.forMs ?? FOR_MS;

      const decide = ({ id, event, state, now }: Watched): readonly Decision[] => {
        switch (event.type) {
          case 'dial-started':
            rounds.dialled({ id, event, state, now });
            return [];
          case 'peer-closed': {
            const loop = rounds.closed({ id, event, state, now });
            if (loop === undefined || state.lifecycle !== 'running') return [];
            const endpoint = endpointOf(event.address);
            const attempts = state.addresses.get(endpoint)?.attempts ?? 0;
            const { times, withinMs } = loop;
            const inputs = { times, withinMs, windowMs: limits.windowMs, loops: limits.loops };
            return [
              { command: breakLoop(endpoint, { forMs, loop }), inputs },
              { command: putOff(endpoint, { forMs, attempts, error: `loop: ${loopPhrase(loop)}` }), inputs },
            ];
          }
          default:
            return never(event);
        }
      };

      return step$.pipe(on('dial-started', 'peer-closed'), issue(decide));
    });
