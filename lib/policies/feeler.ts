// Tries an address that nobody has been seen at, only to know whether somebody is there.
import { asyncScheduler, connect, defer, delay, filter, identity, map, merge, type SchedulerLike } from 'rxjs';
import { endpointOf, type Endpoint } from '../address.ts';
import { because } from '../because.ts';
import { close, defer as putOff, dial, type Command } from '../command.ts';
import { realEnv } from '../env.ts';
import type { EventOf, PeerId } from '../event.ts';
import { idleAddresses, wholeAddress } from '../idleAddresses.ts';
import { never } from '../never.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { poisson } from '../poisson.ts';
import type { AddressState } from '../state.ts';
import type { Step } from '../step.ts';
import { whenever } from '../whenever.ts';

export interface Feeler {
  /** The mean time between two tests, in milliseconds; when the next one comes is left to chance. */
  readonly everyMs: number;
  /** How long one stays that has answered, in milliseconds; 0 unless told. */
  readonly staysMs?: number;
}

type Watched = Step<EventOf<'dial-started' | 'peer-opened' | 'peer-closed' | 'command-refused'>>;

/** One test at a time: where it goes, its connection once there is one, and whether somebody answered. */
class Test {
  #endpoint: Endpoint | undefined;
  #peer: PeerId | undefined;
  #hasAnswered = false;

  /** Tests an address that nobody has been seen at, if there is one. */
  readonly begin = (random: () => number) => ({ state, now }: Step): readonly Decision[] => {
    if (this.#endpoint !== undefined || state.lifecycle !== 'running') return [];
    const unproven = idleAddresses(state, now).filter(({ aliveAt }: AddressState) => aliveAt === undefined);
    const chosen = unproven[Math.floor(random() * unproven.length)];
    if (chosen === undefined) return [];
    this.#endpoint = chosen.endpoint;
    return [{ command: dial(wholeAddress(chosen)), inputs: { as: 'feeler', unproven: unproven.length } }];
  };

  readonly hasOpened = ({ event }: Step<EventOf<'peer-opened'>>): boolean => event.peer === this.#peer;

  /** After a test that was answered, what `redial` put off as one that we closed is free to be dialled. */
  readonly follow = ({ event }: Watched): readonly Command[] => {
    switch (event.type) {
      case 'dial-started':
        if (this.#peer === undefined && endpointOf(event.address) === this.#endpoint) this.#peer = event.peer;
        return [];
      case 'command-refused': {
        const { command } = event;
        if (command.type === 'dial' && endpointOf(command.address) === this.#endpoint) this.#end();
        return [];
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
 * Now and then dials an address that nobody has been seen at, by chance among all that may be dialled, and closes the
 * connection when it has answered: so the address book knows good addresses before they are needed. One at a time; a
 * slot of `maxOutgoing` must be free for it beyond what the monitor idle fills. Put it after `redial` in the list: what
 * has answered may be dialled again at once.
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
        connect((shared$) =>
          merge(
            shared$.pipe(on('dial-started', 'command-refused', 'peer-opened', 'peer-closed'), issue(test.follow)),
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
