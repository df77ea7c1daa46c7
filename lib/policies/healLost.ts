// Looks for those that went missing: what was parted finds together again over the first address that answers.
import { filter, pipe } from 'rxjs';
import type { Endpoint } from '../address.ts';
import { dial, type Command } from '../command.ts';
import type { EventOf } from '../event.ts';
import { newest } from '../network/entry.ts';
import { entryOf } from '../network/networkMap.ts';
import { withVerdict } from '../network/survey.ts';
import { on, type Policy } from '../policy.ts';
import { isGoodbyeReason, type CloseReason } from '../reasons.ts';
import { remember } from '../remember.ts';
import type { State } from '../state.ts';

export interface HealLost {
  /** How long between two dials, in milliseconds; less in a small network, and where most of it is missing. */
  readonly everyMs: number;
}

/** So few nodes share the work of looking that each must look more often. */
const FEW_NODES = 30;
const FEW_FACTOR = 3;

/** When the next dial is due; undefined: nobody is missing. */
type DueAt = number | undefined;

/** What a remote says of itself when it goes, and not of us: it may be looked for all the same. */
const NO_OFFENCE: ReadonlySet<string> = new Set<CloseReason>(['timed-out', 'stopping', 'failed']);

/** Whoever has told us to stay away is left alone for as long as it said. */
const isLeftAlone = ({ addresses }: State, endpoint: Endpoint, now: number): boolean => {
  const known = addresses.get(endpoint);
  const [word = ''] = known?.lastError?.split(':') ?? [];
  return known !== undefined && known.nextAttemptAt > now && isGoodbyeReason(word) && !NO_OFFENCE.has(word);
};

const missing = (state: State, now: number): readonly string[] =>
  withVerdict(state.network.survey, 'down', 'lost').flatMap((node) => {
    const entry = entryOf(state.network.map, node);
    const endpoint = entry === undefined ? undefined : newest(entry).record.body.addresses[0];
    const isKnown = (state.peersByNode.get(node) ?? []).length > 0;
    return endpoint === undefined || isKnown || isLeftAlone(state, endpoint, now) ? [] : [`${node}@${endpoint}`];
  });

/** Of a hundred, ten may be left, in pairs that know nobody else: together as often as thirty would. */
const waitMsOf = ({ network: { survey } }: State, missingCount: number, everyMs: number): number => {
  if (missingCount > survey.up) return everyMs * Math.min(1, survey.up / FEW_NODES);
  return survey.size < FEW_NODES ? everyMs / FEW_FACTOR : everyMs;
};

/**
 * Dials one of the nodes that are down or lost, chosen by chance, whatever back-off it is in, unless an operator dropped
 * it or it would not have us. With n nodes looking, a parted network is found again n times as soon; where more are
 * missing than are left, the fewer are left the more often each of them looks. Records live ninety minutes: who is gone
 * for longer is forgotten.
 *
 * @param random the next number in [0, 1): when it is due as well as who
 * @example healLost({ everyMs: 30_000 }, env.random)
 */
export const healLost = ({ everyMs }: HealLost, random: () => number): Policy =>
  pipe(
    on('ticked'),
    filter(({ event, state }) => event.timer === 'heartbeat' && state.lifecycle === 'running'),
    remember<DueAt, EventOf<'ticked'>>(undefined, (dueAt, { state, now }): readonly [DueAt, readonly Command[]] => {
      const lost = missing(state, now);
      if (lost.length === 0) return [undefined, []];
      const waitMs = waitMsOf(state, lost.length, everyMs);
      if (dueAt === undefined) return [now + random() * waitMs, []];
      if (now < dueAt) return [dueAt, []];
      const chosen = lost[Math.floor(random() * lost.length)];
      return [now + waitMs, chosen === undefined ? [] : [dial(chosen)]];
    }),
  );
