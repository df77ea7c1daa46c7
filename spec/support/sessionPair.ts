// A tail and a head that talk in memory, and what each of them told.
import type { Observable } from 'rxjs';
import type { Handler, Responder } from '../../lib/peer.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import type { Ending, Session, SessionOptions, Signal } from '../../lib/wire/session.ts';
import { channelPair, type MemoryChannel } from './channelPair.ts';
import { VirtualEnv } from './virtualEnv.ts';

export const bytesOf = (text: string): Uint8Array => Buffer.from(text);
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

export interface End {
  readonly session: Session;
  readonly channel: MemoryChannel;
  readonly signals: Signal[];
  readonly endings: Ending[];
  /** Stops listening to the signals. */
  unsubscribe(): void;
}

export interface Told {
  readonly values: string[];
  readonly errors: Error[];
  completed: number;
}

/** Subscribes, and keeps what comes. */
export const watch = (value$: Observable<Uint8Array>): Told & { stop(): void } => {
  const told: Told = { values: [], errors: [], completed: 0 };
  const subscription = value$.subscribe({
    next: (value) => void told.values.push(textOf(value)),
    error: (error: unknown) => void told.errors.push(error as Error),
    complete: () => {
      told.completed++;
    },
  });
  return Object.assign(told, { stop: () => subscription.unsubscribe() });
};

export const endOf = (options: SessionOptions & { readonly channel: MemoryChannel }): End => {
  const opened = openSession(options);
  const signals: Signal[] = [];
  const endings: Ending[] = [];
  const subscription = opened.signal$.subscribe((signal) => {
    signals.push(signal);
    if (signal.type === 'ended') endings.push(signal.ending);
  });
  return { session: opened, channel: options.channel, signals, endings, unsubscribe: () => subscription.unsubscribe() };
};

export interface Pair {
  readonly env: VirtualEnv;
  readonly tail: End;
  readonly head: End;
}

export type HeadOptions = Pick<SessionOptions, 'rate'> & Pick<Responder, 'answered'>;

/** Two ends that have not greeted yet. */
export const strangers = (handlers: Record<string, Handler> = {}, { answered, ...more }: HeadOptions = {}): Pair => {
  const env = new VirtualEnv();
  const [a, b] = channelPair(env);
  const handlerFor = (route: string): Handler | undefined =>
    (Object.hasOwn(handlers, route) ? handlers[route] : undefined);
  const responder = { handlerFor, answered };
  const tail = endOf({ peer: 'out-1', role: 'tail', channel: a, responder: { handlerFor: () => undefined }, env });
  const head = endOf({ peer: 'in-1', role: 'head', channel: b, responder, env, ...more });
  return { env, tail, head };
};

/** The same, greeted and welcomed. */
export const greeted = (handlers: Record<string, Handler> = {}, more: HeadOptions = {}): Pair => {
  const pair = strangers(handlers, more);
  pair.tail.session.setUp(bytesOf('tail'));
  pair.env.settle();
  pair.head.session.welcome(bytesOf('head'));
  pair.env.settle();
  return pair;
};
