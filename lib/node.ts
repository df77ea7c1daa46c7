// The composition root: everything a node is made of, wired to one controller.
import { defer, filter, Observable, of, share, Subject, tap } from 'rxjs';
import type { OperatorRequest } from './command.ts';
import { controller, type Parts } from './controller.ts';
import { defaultReducers } from './defaultReducers.ts';
import { defaultGuards, defaultPolicies } from './defaults.ts';
import { defaultSources } from './defaultSources.ts';
import { echo } from './effects/echo.ts';
import { network } from './effects/network.ts';
import { peers } from './effects/peers.ts';
import { realEnv, type Env } from './env.ts';
import type { Event } from './event.ts';
import type { Cast } from './exchange/cast.ts';
import { Exchange } from './exchange/exchange.ts';
import { initialState } from './initialState.ts';
import { RingJournal } from './journals/ringJournal.ts';
import { lazily } from './lazily.ts';
import type { Addressee, Net } from './net.ts';
import type { NodeConfig } from './nodeConfig.ts';
import { ed25519Verifier } from './network/ed25519.ts';
import { nodeOfKey } from './network/ids.ts';
import { base32 } from './nodeId.ts';
import type { AskOptions, Handler } from './peer.ts';
import { Recorder } from './recording/recorder.ts';
import { Registry } from './peers/registry.ts';
import { writeHello } from './peers/writeHello.ts';
import { Requesters } from './requesterOf.ts';
import { Routes } from './routes.ts';
import type { Sources } from './source.ts';
import type { Self, State } from './state.ts';
import type { Step } from './step.ts';
import { VERSION } from './version.ts';
import { openSession } from './wire/openSession.ts';
import { pulled } from './wire/pulled.ts';

/** 80 bits: no two processes of one node draw the same. */
const BOOT_BYTES = 10;

/** 130 bits. */
const KEY_CHARS = 26;

const drawn = (env: Env): string =>
  base32(Uint8Array.from({ length: KEY_CHARS }, () => Math.floor(env.random() * 256))).slice(0, KEY_CHARS);

const selfOf = (config: NodeConfig, env: Env): Self => {
  const { id, network = 'millrace', label = '', bookKey, announce, transport } = config;
  return {
    node: id,
    boot: base32(Uint8Array.from({ length: BOOT_BYTES }, () => Math.floor(env.random() * 256))),
    network,
    label,
    version: VERSION,
    startedAt: env.scheduler.now(),
    bookKey: bookKey ?? drawn(env),
    secure: transport.secure,
    ...(announce === undefined ? {} : { announce }),
  };
};

/**
 * A node of a network. Nothing happens until `step$` is subscribed.
 *
 * @example
 * const net = node({ id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'], peers: ['127.0.0.1:7000'] });
 * net.respond('echo', ({ data }) => of(data));
 * net.step$.subscribe(({ event }) => console.log(event));
 */
export const node = (config: NodeConfig): Net => new RunningNode(config);

class RunningNode implements Net {
  readonly id;
  readonly journal = new RingJournal();
  readonly step$: Observable<Step>;
  readonly #config: NodeConfig;
  readonly #env: Env;
  readonly #registry: Registry;
  readonly #requesters: Requesters;
  readonly #routes: Routes;
  readonly #request$ = new Subject<Event>();
  readonly #state$ = new Subject<State>();
  readonly #exchange: Exchange;
  #state: State;

  constructor(config: NodeConfig) {
    const env = config.env ?? realEnv;
    this.id = config.id;
    this.#config = config;
    this.#env = env;
    this.#state = initialState(selfOf(config, env));
    this.#exchange = this.#makeExchange();
    this.#routes = new Routes(this.#exchange.handlers, config.answered);
    this.#registry = new Registry(
      {
        env,
        responder: this.#routes,
        greeting: (channel) => writeHello(this.#state, channel, env.scheduler.now()),
        openSession,
      },
      config.transport,
    );
    this.#requesters = new Requesters(this.#registry);
    this.step$ = defer(() => this.#run()).pipe(share());
  }

  get state(): State {
    return this.#state;
  }

  stop(reason: string): void {
    this.#request$.next({ type: 'stop-requested', reason });
  }

  order(request: OperatorRequest): void {
    this.#request$.next({ type: 'command-requested', request });
  }

  ask(to: Addressee, route: string, data: Uint8Array, options?: AskOptions): Observable<Uint8Array> {
    return new Observable((out) => this.#requesters.of(this.#state, to).askFor(out, route, data, options));
  }

  request(...[to, ...request]: Parameters<Net['request']>): Observable<Uint8Array> {
    return lazily(() => this.#requesters.of(this.#state, to).request(...request));
  }

  pull(...[to, ...request]: Parameters<Net['pull']>): AsyncIterable<Uint8Array> {
    return pulled({ request: (...one) => this.request(to, ...one) }, ...request);
  }

  broadcast(topic: string, data: Uint8Array): void {
    this.#exchange.casts.broadcast(topic, data);
  }

  casts(topic: string): Observable<Cast> {
    return this.#exchange.casts.cast$.pipe(filter((cast) => cast.topic === topic));
  }

  respond(route: string, handler: Handler): () => void {
    return this.#routes.add(route, handler);
  }

  #makeExchange(): Exchange {
    const { transport, verifier = ed25519Verifier(), reserve = (seq) => of(seq) } = this.#config;
    const { signer = transport.signer } = this.#config;
    return new Exchange({
      env: this.#env,
      transport,
      state: () => this.#state,
      state$: this.#state$,
      requester: (peer) => this.#registry.get(peer)?.requester,
      signer: signer === undefined || nodeOfKey(signer.publicKey) !== this.id ? undefined : signer,
      verifier,
      reserve,
    });
  }

  #run(): Observable<Step> {
    const { recording } = this.#config;
    const now = (): number => this.#env.scheduler.now();
    this.#state = initialState(selfOf(this.#config, this.#env)); // a node that is started again is another boot of it
    const recorder = recording === undefined ? undefined : new Recorder(this.#env, recording.log);
    const parts = this.#parts(recorder?.env ?? this.#env, now);
    return controller(recorder?.overhearing(parts, recording?.habits) ?? parts).pipe(
      tap({ next: ({ state }) => this.#stepped(state), complete: () => recorder?.ended() }),
    );
  }

  /**
   * The exchange passes on what changes in the map, and where this node stands: it is told of nothing else, for each
   * connection looks at whatever it is told.
   */
  #stepped(state: State): void {
    const { network: { agreement, changes }, lifecycle } = this.#state;
    this.#state = state;
    const { network } = state;
    const isNews = network.agreement !== agreement || network.changes !== changes || state.lifecycle !== lifecycle;
    if (isNews) this.#state$.next(state);
  }

  /** @param env for the policies */
  #parts(env: Env, now: () => number): Parts {
    const { reducers = {}, guards = defaultGuards(), policies = defaultPolicies({}, env), effects = {} } = this.#config;
    return {
      initial: this.#state,
      sources: this.#sources(),
      reducers: { ...defaultReducers, ...reducers },
      policies: typeof policies === 'function' ? policies(env) : policies,
      guards,
      effects: { peers: peers(this.#registry), network: network(this.#exchange), echo, ...effects },
      journal: this.journal,
      now,
    };
  }

  #sources(): Sources {
    const { listen = [], peers: known = [], transport, sources = {} } = this.#config;
    const { self } = this.#state;
    const parts = { self, listen, peers: known, transport, reception: this.#registry, env: this.#env };
    const more = typeof sources === 'function' ? sources(this, this.#env) : sources;
    return { operator: this.#request$, ...defaultSources(parts), ...more };
  }
}
