// When an address may be tried again: every connection that ends puts its address off for a while.
import { defer as perSubscription } from 'rxjs';
import { endpointOf, type Endpoint } from '../address.ts';
import { backOffMs, type BackOff } from '../backOff.ts';
import { defer, type Command } from '../command.ts';
import { DROPPED_MS } from '../dropped.ts';
import { realEnv } from '../env.ts';
import type { EventOf, PeerClosed, PeerId } from '../event.ts';
import { goodbyeFor } from '../guard.ts';
import { never } from '../never.ts';
import { issue, on, type Policy } from '../policy.ts';
import type { CloseReason } from '../reasons.ts';
import { alive, banOn, type AddressState, type State } from '../state.ts';
import type { Step } from '../step.ts';

/** Who has stayed so long is a peer, and starts afresh; who says hello and leaves is counted on. As in Hyperswarm. */
export const PROVEN_MS = 15_000;

/** Neither this node nor the key of another one turns into what is sought by waiting a few minutes. */
export const HOPELESS_MS = 6 * 3_600_000;

/** What makes a guard refuse (a full group, a ban) lasts for minutes: twice a minute is soon enough to look again. */
export const REFUSED_MS = 30_000;

/** Of one node's addresses, how many a remote's hint is applied to: a hello lists 8, and hints cost nothing to send. */
const HINTED_MAX = 16;

/** We were glad to see it go, or nothing will have changed in a few minutes: the longest wait at once. */
const UNWANTED: ReadonlySet<CloseReason> = new Set<CloseReason>([
  'evicted', 'idle', 'slow-reader', 'flooded', 'misbehaved', 'protocol', 'too-big', 'other-network',
]);

/** What a connection tried has been through; gone with it, so there are as many of these as connections. */
interface Trial {
  readonly attempts: number;
  readonly openedAt?: number;
}

interface Wait {
  readonly forMs: number;
  readonly attempts: number;
}

type Tried = Step<EventOf<'dial-started' | 'peer-opened' | 'peer-closed' | 'command-refused'>>;

const attemptsAt = (state: State, endpoint: Endpoint): number => state.addresses.get(endpoint)?.attempts ?? 0;

const errorOf = ({ reason, detail }: PeerClosed): string => (detail === undefined ? reason : `${reason}: ${detail}`);

/** Nobody is reached any more, so it is us: Bitcoin Core's rule, with one connection where it asks for two groups. */
const isOffline = (state: State, { phase, reason }: PeerClosed): boolean =>
  alive(state, 'out') + alive(state, 'in') === 0 &&
  phase !== 'alive' &&
  (reason === 'unreachable' || reason === 'timed-out');

/** The remote's advice, spread upwards so that its peers do not all come back at once, and no longer than we wait. */
const hintMs = ({ endedBy, retryAfterMs }: PeerClosed, limits: BackOff, random: () => number): number =>
  endedBy !== 'remote' || retryAfterMs === undefined
    ? 0
    : Math.min(limits.maxMs, Math.round(retryAfterMs * (1 + (limits.jitter ?? 0) * random())));

/** How long we ourselves want to be left alone by a node: after a drop and a ban, which hold for all its addresses. */
const partedMs = ({ event, state, now }: Step<PeerClosed>, { maxMs }: BackOff): number => {
  const { endedBy, reason, node, address } = event;
  if (endedBy !== 'local') return 0;
  if (reason === 'dropped') return DROPPED_MS;
  if (reason !== 'banned') return 0;
  const ban = banOn(state, node === undefined ? { address } : { node, address }, now);
  return ban === undefined ? 0 : Math.min(maxMs, ban.until - now); // `dialIdle` asks for the ban itself
};

/** The address that was dialled: how long it waits, and how many failures in a row it has by now. */
const waitOf = (step: Step<PeerClosed>, trial: Trial, limits: BackOff, random: () => number): Wait => {
  const { event, state, now } = step;
  const { reason, endedBy, address } = event;
  const isProven = trial.openedAt !== undefined && now - trial.openedAt >= PROVEN_MS;
  const attempts = isProven ? 0 : trial.attempts;
  const failures = isProven ? 0 : attempts + 1;
  const hint = hintMs(event, limits, random);
  const parted = partedMs(step, limits);
  const minMs = backOffMs(limits, 1, random);

  if (parted > 0) return { forMs: parted, attempts };
  if (reason === 'self') return { forMs: HOPELESS_MS, attempts: failures };
  // Without an id in the book any more, the next attempt asks for nobody in particular, and may well succeed.
  const isPinned = state.addresses.get(endpointOf(address))?.node !== undefined;
  if (reason === 'wrong-identity' && isPinned) return { forMs: HOPELESS_MS, attempts: failures };
  if (isOffline(state, event)) return { forMs: minMs, attempts };
  if (endedBy === 'local' && UNWANTED.has(reason)) return { forMs: limits.maxMs, attempts: failures };
  if (reason === 'stopping' && hint > 0) return { forMs: Math.max(minMs, hint), attempts: failures };
  const forMs = failures === 0 ? minMs : backOffMs(limits, failures, random);
  return { forMs: Math.max(forMs, hint), attempts: failures };
};

/** Where else the node can be reached, as far as the book knows. */
const others = (state: State, { node, direction, address }: PeerClosed): readonly AddressState[] => {
  if (node === undefined) return [];
  const dialled = direction === 'out' ? endpointOf(address) : undefined;
  const found: AddressState[] = [];
  for (const one of state.addresses.values()) if (one.node === node && one.endpoint !== dialled) found.push(one);
  return found;
};

/** Puts an address off for longer than it is already, or not at all: its failures are its own. */
const extended =
  (now: number, forMs: number, error: string) =>
  ({ endpoint, nextAttemptAt, attempts }: AddressState): readonly Command[] =>
    now + forMs > nextAttemptAt ? [defer(endpoint, { forMs, attempts, error })] : [];

const onClosed = (
  step: Step<PeerClosed>,
  trial: Trial | undefined,
  limits: BackOff,
  random: () => number,
): readonly Command[] => {
  const { event, state, now } = step;
  const endpoint = endpointOf(event.address);
  const error = errorOf(event);
  const dialled = (): Command =>
    defer(endpoint, { ...waitOf(step, trial ?? { attempts: attemptsAt(state, endpoint) }, limits, random), error });
  const own = event.direction === 'out' ? [dialled()] : [];
  const parted = partedMs(step, limits);
  const forMs = parted > 0 ? parted : hintMs(event, limits, random);
  if (forMs === 0) return own;
  const rest = others(state, event).slice(0, parted > 0 ? undefined : HINTED_MAX);
  return [...own, ...rest.flatMap(extended(now, forMs, error))];
};

/** Only what the monitor idle would choose again: an operator may dial what it likes, as often as it likes. */
const onRefused = (
  { event: { command, reason }, state, now }: Step<EventOf<'command-refused'>>,
  { jitter, maxMs }: BackOff,
  random: () => number,
): readonly Command[] => {
  if (command.type !== 'dial') return [];
  const known = state.addresses.get(endpointOf(command.address));
  if (known === undefined || known.nextAttemptAt > now) return [];
  const again = { minMs: Math.min(REFUSED_MS, maxMs), maxMs, ...(jitter === undefined ? {} : { jitter }) };
  const forMs = goodbyeFor(reason) === 'self' ? HOPELESS_MS : backOffMs(again, 1, random);
  return [defer(known.endpoint, { forMs, attempts: known.attempts, error: reason })];
};

/**
 * Puts an address off after each connection to it that ended: after the first failure for `minMs`, then longer and
 * longer up to `maxMs`, each time less a part that is left to chance. The monitor idle leaves it alone meanwhile.
 *
 * - A connection that stood for 15 s (`PROVEN_MS`) wipes out the failures before it.
 * - A remote's hint when to come back is advice: it can lengthen the wait up to `maxMs`. After `stopping` it is all
 *   that counts, since who goes in good order means to be back. It also holds for the node's other addresses.
 * - Whom our operator dropped is left alone for 10 minutes (`DROPPED_MS`), on all addresses known of it, whichever end
 *   had dialled; this node itself and a key that our operator did not ask for, for 6 hours (`HOPELESS_MS`).
 * - What our own guards refused is looked at again after 30 s (`REFUSED_MS`), and its failures do not grow.
 * - While this node is offline it blames nobody: when an attempt fails with `unreachable` or `timed-out` and no
 *   connection is alive in either direction, the failures do not grow and the wait is the shortest. Bitcoin Core counts
 *   failures only while connections to two address groups stand; one will do here, since all of a small network may
 *   well live in one group. The price: a node all alone knocks every `minMs` at whatever it knows, a few at a time.
 * - A node that stops puts nothing off.
 *
 * @param limits milliseconds; `factor` 2 and `jitter` 0.5 unless told
 * @param random the next number in [0, 1)
 * @example redial({ minMs: 1_000, maxMs: 600_000 })
 */
export const redial =
  (limits: BackOff, random: () => number = realEnv.random): Policy =>
  (step$) =>
    perSubscription(() => {
      const trials = new Map<PeerId, Trial>();

      const decide = ({ event, state, now, id }: Tried): readonly Command[] => {
        switch (event.type) {
          case 'dial-started':
            trials.set(event.peer, { attempts: attemptsAt(state, endpointOf(event.address)) });
            return [];
          case 'peer-opened': {
            const trial = trials.get(event.peer);
            if (trial !== undefined) trials.set(event.peer, { ...trial, openedAt: now });
            return [];
          }
          case 'peer-closed': {
            const trial = trials.get(event.peer);
            trials.delete(event.peer);
            return state.lifecycle === 'running' ? onClosed({ id, event, state, now }, trial, limits, random) : [];
          }
          case 'command-refused':
            return state.lifecycle === 'running' ? onRefused({ id, event, state, now }, limits, random) : [];
          default:
            return never(event);
        }
      };

      return step$.pipe(on('dial-started', 'peer-opened', 'peer-closed', 'command-refused'), issue(decide));
    });
