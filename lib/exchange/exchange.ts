// A node's part in the exchange: what it asks its heads, what it answers its tails, and what it signs.
//
//     tails ── requests ──> handlers ──> inbox ──┐                        ┌── watch, push, beat, reconcile ──> heads
//                                                ├──> events   commands ──┤
//     heads ── answers ──────────────> inbox ──┘                        └── issue-record, attest ──> signer
import {
  catchError, concat, concatMap, defer, EMPTY, from, map, merge, mergeMap, of, Subject,
  type Observable, type OperatorFunction,
} from 'rxjs';
import type { Command, CommandOf } from '../command.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event, PeerId } from '../event.ts';
import { signAttestation } from '../network/attestation.ts';
import { signRecord } from '../network/record.ts';
import { RecordError } from '../network/recordError.ts';
import type { Signer, Verifier } from '../network/signing.ts';
import { RequestError, type AskOptions, type Handler, type Requester } from '../peer.ts';
import { printable } from '../printable.ts';
import type { NetworkState } from '../networkState.ts';
import type { State } from '../state.ts';
import type { Transport } from '../transport.ts';
import { answered } from './answered.ts';
import { Budget } from './budget.ts';
import { Casts, type Relayed } from './casts.ts';
import { catchingUp } from './catchingUp.ts';
import { descending } from './descending.ts';
import { handlers } from './handlers.ts';
import { Inbox } from './inbox.ts';
import { itemText } from './itemText.ts';
import type { Bulletin } from './bulletin.ts';
import { ADVERTS_MAX, WANTS_MAX, type Want } from './keys.ts';
import {
  advertsOf, bulletinBytes, bulletinsWith, castBytes, itemsFor, itemsWanted, wantsOf, type Telling,
} from './outgoing.ts';
import { proved } from './proving.ts';
import { tested } from './testing.ts';
import { verified } from './verifying.ts';
import { Told } from './told.ts';
import { encodeWants } from './wants.ts';
import type { Nudge } from './watching.ts';

/** A beat that takes longer than that is a sign of trouble; the link is judged by more than one. */
export const BEAT_TIMEOUT_MS = 2_500;
/** Bulletins of a watched head that may be under way: it waits with more until these are taken. */
export const WATCH_CREDITS = 64;

export interface ExchangeParts {
  readonly env: Env;
  readonly transport: Transport;
  readonly state: () => State;
  readonly state$: Observable<State>;
  readonly requester: (peer: PeerId) => Requester | undefined;
  /** Without one the node has no record, and is in nobody's map; it hears and relays what others say all the same. */
  readonly signer: Signer | undefined;
  readonly verifier: Verifier;
  /** Writes down that `seq` is used, before anybody hears of it; emits when that is done, and never errors. */
  readonly reserve: (seq: number) => Observable<number>;
}

const NOTHING = new Uint8Array(0);

interface Wanted {
  readonly peer: PeerId;
  readonly wants: readonly Want[];
}

export class Exchange {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly casts: Casts;
  readonly #parts: ExchangeParts;
  readonly #inbox: Inbox;
  readonly #told = new Told();
  /** What tails are asked for: a head can do so only where they watch it. */
  readonly #nudge$ = new Subject<Nudge>();
  /** What heads get who ask, and no more: it may be more than a hundred times what asking takes. */
  readonly #given = new Budget();
  /** What heads ask for. */
  readonly #wanted$ = new Subject<Wanted>();

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.casts = new Casts({ ...parts, now: () => parts.env.scheduler.now() });
    this.#inbox = new Inbox({ ...parts, casts: this.casts });
    this.handlers = handlers({
      ...parts, inbox: this.#inbox, relay$: this.casts.relay$, nudge$: this.#nudge$, told: this.#told,
    });
  }

  /** What the others tell, and what goes wrong with casts that are passed on to the heads. */
  get event$(): Observable<Event> {
    // mergeMap without a limit: origins are held to a cast a second, and connections to so many requests
    return merge(
      this.#inbox.event$,
      this.casts.relay$.pipe(mergeMap((relayed) => this.#relay(relayed))),
      this.#wanted$.pipe(mergeMap((nudge) => this.#give(nudge))),
    );
  }

  /** Carries out the commands of the exchange; never errors. */
  perform(command: Command): Observable<Event> {
    switch (command.type) {
      case 'issue-record':
        return this.#issue(command);
      case 'attest':
        return this.#attest(command);
      case 'watch':
        return this.#with(command.peer, 'millrace.watch', (requester) =>
          requester.request('millrace.watch', NOTHING, { credits: WATCH_CREDITS }));
      case 'push':
        return this.#push(command.peer, () => itemsFor(this.#network, command));
      case 'advertise':
        return this.#ask(command.peer, 'millrace.push', () =>
          ({ adverts: advertsOf(this.#network, command.nodes.slice(-ADVERTS_MAX)) }));
      case 'beat':
        if (command.ifNews === true && this.#told.isTold(command.peer, this.#network)) return EMPTY;
        return this.#ask(command.peer, 'millrace.beat', () => ({}), { timeoutMs: BEAT_TIMEOUT_MS });
      case 'fetch':
        return this.#fetch(command);
      case 'choose-supply':
        return this.#choose(command);
      case 'reconcile':
        return this.#reconcile(command);
      case 'test':
        return tested(command, this.#parts);
      case 'prove':
        return proved(command, this.#parts);
      case 'verify':
        return verified(command, this.#parts.requester(command.peer)).pipe(
          this.#failing(command.peer, 'millrace.verify'));
      case 'ask-peers':
        return this.#with(command.peer, 'millrace.peers', (requester) =>
          requester.ask('millrace.peers', Uint8Array.of(command.count)));
      case 'hear':
        return defer(() => {
          this.#inbox.hear(command.peer, command.items);
          return EMPTY;
        });
      default:
        return EMPTY;
    }
  }

  get #network(): NetworkState {
    return this.#parts.state().network;
  }

  #isHead(peer: PeerId): boolean {
    return this.#parts.state().peers.get(peer)?.direction === 'out';
  }

  /** A head answers, a tail pushes. */
  #fetch({ peer, ids }: CommandOf<'fetch'>): Observable<Event> {
    const wants = wantsOf(this.#network, ids.slice(0, WANTS_MAX));
    if (this.#isHead(peer)) {
      return this.#with(peer, 'millrace.get', (requester) => requester.ask('millrace.get', encodeWants(wants)));
    }
    this.#nudge$.next({ peer, telling: { wants } });
    return EMPTY;
  }

  /** Told at once, since each item that comes meanwhile comes in vain; the state will say so after this turn. */
  #choose({ peer, supply }: CommandOf<'choose-supply'>): Observable<Event> {
    const lazy = supply === 'adverts';
    return concat(
      of<Event>({ type: 'supply-chosen', peer, supply }),
      defer(() => {
        if (this.#isHead(peer)) {
          return this.#ask(peer, 'millrace.beat', () => ({ lazy }), { timeoutMs: BEAT_TIMEOUT_MS });
        }
        this.#nudge$.next({ peer, telling: { lazy } });
        return EMPTY;
      }),
    );
  }

  #give({ peer, wants }: Wanted): Observable<Event> {
    return this.#push(peer, () => itemsWanted(this.#network, wants));
  }

  #push(peer: PeerId, items: () => readonly string[]): Observable<Event> {
    return this.#with(peer, 'millrace.push', (requester) => {
      const network = this.#told.telling(peer, this.#network);
      return from(bulletinsWith(network, peer, items())).pipe(
        concatMap((bytes) => requester.ask('millrace.push', bytes)));
    });
  }

  /** One bulletin to a head. */
  #ask(peer: PeerId, route: string, telling: () => Telling, options: AskOptions = {}): Observable<Event> {
    return this.#with(peer, route, (requester) =>
      requester.ask(route, bulletinBytes(this.#told.telling(peer, this.#network), peer, telling()), options));
  }

  /** The tails hear it by `watch`. */
  #relay(relayed: Relayed): Observable<Event> {
    const { network, peers } = this.#parts.state();
    const heads = [...peers.values()].filter(({ peer, direction, phase }) =>
      direction === 'out' && phase === 'alive' && peer !== relayed.except);
    return merge(...heads.map(({ peer }) => this.#with(peer, 'millrace.push', (requester) =>
      requester.ask('millrace.push', castBytes(network, peer, relayed)))));
  }

  #issue({ seq, ...said }: Extract<Command, { type: 'issue-record' }>): Observable<Event> {
    const { signer, state, reserve } = this.#parts;
    if (signer === undefined) return EMPTY;
    const { net } = state().network.map.rules;
    const textOf = (reserved: number): string => {
      const record = signRecord({ ...said, dialable: said.addresses.length > 0 }, { net, seq: reserved }, signer);
      return itemText({ type: 'record', record });
    };
    const issued = (text: string): Event => ({ type: 'record-issued', record: text });
    if (!said.leaving) return reserve(seq).pipe(map((reserved) => issued(textOf(reserved))));
    const text = textOf(seq);
    return merge(of(issued(text)), this.#relay({ text })); // before any goodbye
  }

  #attest({ node, seq, doubt }: Extract<Command, { type: 'attest' }>): Observable<Event> {
    const { signer, state } = this.#parts;
    if (signer === undefined) return EMPTY;
    const attestation = signAttestation({ net: state().network.map.rules.net, subject: node, seq, doubt }, signer);
    return of<Event>({ type: 'attestation-issued', node, attestation: itemText({ type: 'attestation', attestation }) });
  }

  #reconcile({ peer, since }: CommandOf<'reconcile'>): Observable<Event> {
    const { state, env, requester } = this.#parts;
    const take = (bytes: Uint8Array): Bulletin => this.#inbox.take(peer, bytes, { isAnswer: true });
    const parts = { state, take, random: env.random };
    return defer(() => {
      const asked = requester(peer);
      if (asked === undefined) return EMPTY;
      return since === undefined ? descending(parts, peer, asked) : catchingUp(parts, peer, asked, since);
    }).pipe(this.#failing(peer, 'millrace.trie'));
  }

  /** Asks, and takes every answer as a bulletin. */
  #with(peer: PeerId, route: string, ask: (requester: Requester) => Observable<Uint8Array>): Observable<Event> {
    return answered(() => {
      const requester = this.#parts.requester(peer);
      return requester === undefined ? undefined : ask(requester);
    }, (bytes) => this.#take(peer, bytes)).pipe(this.#failing(peer, route));
  }

  #take(peer: PeerId, bytes: Uint8Array): void {
    const { wants } = this.#inbox.take(peer, bytes);
    if (wants.length === 0) return;
    const now = this.#parts.env.scheduler.now();
    const afforded = wants.filter(() => this.#given.take(peer, now));
    if (afforded.length > 0) this.#wanted$.next({ peer, wants: afforded });
  }

  /** A connection that ends says so itself; whatever else went wrong is an event. */
  #failing(peer: PeerId, route: string): OperatorFunction<Event, Event> {
    return catchError((error: unknown): Observable<Event> => {
      this.#told.forget(peer);
      if (error instanceof RequestError && (error.code === 'closed' || error.code === 'not-connected')) return EMPTY;
      if (!(error instanceof RequestError || error instanceof RecordError)) throw error;
      return of<Event>({ type: 'exchange-failed', peer, route, error: printable(messageOf(error)) });
    });
  }
}
