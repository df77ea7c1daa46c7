// Counts what nodes do wrong, forgets it slowly, and parts with whoever has done too much.
import { defer, merge, NEVER, type Observable } from 'rxjs';
import { hostOf } from '../address.ts';
import { ban, close, type Command } from '../command.ts';
import type { EventOf, PeerId } from '../event.ts';
import { never } from '../never.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { CloseReason } from '../reasons.ts';
import { Scores } from '../scores.ts';
import { peersOf, type PeerState, type State } from '../state.ts';
import type { Step } from '../step.ts';
import { together } from '../steps.ts';
import { whenever } from '../whenever.ts';

/** What a node is charged with: how a connection to it ended, or that it told no addresses that could be read. */
export type Offence = CloseReason | 'addresses-missed';

/** What the application holds against a peer: a bad block, a lie, a useless answer. */
export interface Charge {
  readonly peer: PeerId;
  readonly points: number;
  readonly why: string;
}

export interface Misbehaving {
  /** The score at which we part. */
  readonly limit: number;
  /** Half of a score is forgotten in so many milliseconds. */
  readonly halfLifeMs: number;
  readonly points: Readonly<Partial<Record<Offence, number>>>;
  /** How long to ban for, in milliseconds; nobody is banned unless told. */
  readonly banMs?: number;
}

/** Ids and hosts are free to make, so there is a bound; whose last offence is longest ago is forgotten first. */
const OFFENDERS_MAX = 4_096;

interface Offender {
  /** A node id, or a host while no node is known. */
  readonly subject: string;
  readonly peers: readonly PeerState[];
}

const offender = (state: State, { node, address }: Pick<PeerState, 'node' | 'address'>): Offender =>
  node === undefined ? { subject: hostOf(address), peers: [] } : { subject: node, peers: peersOf(state, node) };

type Watched = Step<EventOf<'peer-closed' | 'addresses-missed'>>;

class Court {
  readonly #scores: Scores;
  readonly #limits: Misbehaving;

  constructor(limits: Misbehaving) {
    this.#limits = limits;
    this.#scores = new Scores({ halfLifeMs: limits.halfLifeMs, keysMax: OFFENDERS_MAX });
  }

  readonly charge = ({ state, now }: Step, { peer, points, why }: Charge): readonly Decision[] => {
    const known = state.peers.get(peer);
    return known === undefined ? [] : this.#judge(offender(state, known), points, why, now);
  };

  readonly watch = ({ event, state, now }: Watched): readonly Decision[] => {
    switch (event.type) {
      case 'peer-closed': {
        const points = this.#limits.points[event.reason] ?? 0;
        return event.endedBy === 'remote' ? [] : this.#judge(offender(state, event), points, event.reason, now);
      }
      case 'addresses-missed': {
        const points = this.#limits.points['addresses-missed'] ?? 0;
        const peer = state.peers.get(event.from);
        return peer === undefined ? [] : this.#judge(offender(state, peer), points, event.type, now);
      }
      default:
        return never(event);
    }
  };

  #judge({ subject, peers }: Offender, points: number, why: string, now: number): readonly Decision[] {
    if (points <= 0) return [];
    const { limit, banMs } = this.#limits;
    const score = this.#scores.add(subject, points, now);
    if (score < limit) return [];
    this.#scores.forget(subject);
    const detail = `score ${Math.round(score)}, limit ${limit}: ${why}`;
    const commands: readonly Command[] = [
      ...peers.filter(({ phase }) => phase !== 'closing').map(({ peer }) => close(peer, 'misbehaved', { detail })),
      ...(banMs === undefined ? [] : [ban(subject, { forMs: banMs, reason: `misbehaved: ${detail}` })]),
    ];
    return commands.map((command) => ({ command, inputs: { score, limit, points, why } }));
  }
}

/**
 * Adds points to a node's score for each offence, by how a connection to it ended (unless the remote ended it) and by
 * what the application charges it with. Scores fade, so that a few slips in a year are no crime. On the limit: closes
 * every connection to the node with `misbehaved`, bans it if told, and begins again from nothing.
 *
 * Scores are by node; by host while the node has not said who it is. They are not kept over a restart, bans are. An
 * identity costs nothing to make: a limit on what one may do holds back mistakes, not an attacker with many.
 *
 * Bitcoin Core (score 100), reth (decaying reputation), Zebra.
 *
 * @param charge$ unsubscribed with the policy
 * @example misbehaving({ limit: 100, halfLifeMs: 3_600_000, points: { protocol: 50, flooded: 20 }, banMs: 86_400_000 })
 */
export const misbehaving =
  (limits: Misbehaving, charge$: Observable<Charge> = NEVER): Policy =>
  (step$) =>
    defer(() => {
      const court = new Court(limits);
      return step$.pipe(
        together((shared$) =>
          merge(
            shared$.pipe(on('peer-closed', 'addresses-missed'), issue(court.watch)),
            shared$.pipe(whenever(charge$, court.charge)),
          ),
        ),
      );
    });
