// Tries an address that nobody has been seen at, only to know whether somebody is there.
import { asyncScheduler, defer, delay, filter, identity, map, merge, type SchedulerLike } from 'rxjs';
import { endpointOf, type Endpoint } from '../address.ts';
import { because } from '../because.ts';
import { close, defer as putOff, dial, prove, type Command } from '../command.ts';
import { realEnv } from '../env.ts';
import type { EventOf, PeerId } from '../event.ts';
import { idleAddresses, wholeAddress } from '../idleAddresses.ts';
import { never } from '../never.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { poisson } from '../poisson.ts';
import type { AddressState } from '../state.ts';
import type { Step } from '../step.ts';
import { together } from '../steps.ts';
import { whenever } from '../whenever.ts';

export interface Feeler {
  /** The mean time between two tests, in milliseconds; when the next one comes is left to chance. */
  readonly everyMs: number;
  /** How long one stays that has answered, in milliseconds; 0 unless told. */
  readonly staysMs?: number;
}

type Watched = Step<EventOf<'dial-started' | 'peer-opened' | 'peer-closed' | 'command-refused' | 'address-proved'>>;

/** As long as a failure that came a few times: there is no hurry to find out that somebody is still not there. */
const AGAIN_MS = 600_000;

const FOLLOWED = ['dial-started', 'command-refused', 'peer-opened', 'peer-closed', 'address-proved'] as const;

/** One test at a time: where it goes, its connection once there is one, and whether somebody answered. */
class Test {
  #endpoint: Endpoint | undefined;
  #peer: PeerId | undefined;
  #hasAnswered = false;

  /** Tests an address that nobody has been seen at, if there is one. */
  readonly begin = (random: () => number) => ({ state, now }: Step): readonly Decision[] => {
    if (this.#endpoint !== undefined || state.lifecycle !== 'running') return [];
    const idle = idleAddresses(state, now);
    const challenged = idle.filter(({ challenger }: AddressState) => challenger !== undefined);
    const unproven = challenged.length > 0 ? challenged : idle.filter(({ provenAt }) => provenAt === undefined);
    const chosen = unproven[Math.floor(random() * unproven.length)];
    if (chosen === undefined) return [];
    this.#endpoint = chosen.endpoint;
    const { node } = chosen;
    const command = node === undefined ? dial(chosen.endpoint) : prove(node, wholeAddress(chosen));
    return [{ command, inputs: { as: 'feeler', unproven: unproven.length } }];
  };

  readonly hasOpened = ({ event }: Step<EventOf<'peer-opened'>>): boolean => event.peer === this.#peer;

  /** After a test that was answered, what `redial` put off as one that we closed is free to be dialled. */
  readonly follow = ({ event, state }: Watched): readonly Command[] => {
    switch (event.type) {
      case 'dial-started':
        if (this.#peer === undefined && endpointOf(event.address) === this.#endpoint) this.#peer = event.peer;
        return [];
      case 'command-refused': {
        const { command } = event;
        const isOurs = command.type === 'dial' || command.type === 'prove';
        if (isOurs && endpointOf(command.address) === this.#endpoint) this.#end();
        return [];
      }
      case 'address-proved': {
        const endpoint = endpointOf(event.address);
        if (endpoint !== this.#endpoint) return [];
        this.#end();
        const { attempts = 0 } = state.addresses.get(endpoint) ?? {};
        const error = event.error === undefined ? {} : { error: event.error };
        return event.holds ? [] : [putOff(endpoint, { forMs: AGAIN_MS, attempts: attempts + 1, ...error })];
      }
      case 'peer-opened':
        if (event.peer === this.#peer) this.#hasAnswered = true;
        return [];
      case 'peer-closed':
        if (event.peer !== this.#peer) return [];
        return this.#end() ? [putOff(endpointOf(event.address), { forMs: 0, attempts: 0 })] : [];
      default:
        return never(event);
    }
  };

  #end(): boolean {
    const hasAnswered = this.#hasAnswered;
    [this.#endpoint, this.#peer, this.#hasAnswered] = [undefined, undefined, false];
    return hasAnswered;
  }
}

/**
 * Now and then goes to an address at which we have found nobody yet, by chance among all that may be dialled, asks for
 * the key of the node that is said to be there, and leaves: so the address book knows good addresses before they are
 * needed. Where no node is known, it dials, and closes the connection when it has answered: only then does it cost an
 * edge, for a moment, and needs a slot of `maxOutgoing` beyond what the monitor idle fills. First, though, those that
 * stand in the place of another one in the book: who does not answer gives way. One at a time. Put it after `redial` in
 * the list: what has answered may be dialled again at once.
 *
 * Bitcoin Core's feeler connections, every two minutes on average, after Heilman et al., 2015, countermeasure 5.
 *
 * @example feeler({ everyMs: 120_000 }, env.scheduler, env.random)
 */
export const feeler =
  (
    { everyMs, staysMs = 0 }: Feeler,
    scheduler: SchedulerLike = asyncScheduler,
    random: () => number = realEnv.random,
  ): Policy =>
  (step$) =>
    defer(() => {
      const test = new Test();
      return step$.pipe(
        together((shared$) =>
          merge(
            shared$.pipe(on(...FOLLOWED), issue(test.follow)),
            shared$.pipe(
              on('peer-opened'),
              filter(test.hasOpened),
              staysMs === 0 ? identity : delay(staysMs, scheduler),
              map((step) => because(step, close(step.event.peer, 'idle', { detail: 'only tested' }))),
            ),
            shared$.pipe(whenever(poisson(everyMs, scheduler, random), test.begin(random))),
          ),
        ),
      );
    });
