// One end that is a session, and another that writes whatever frames or bytes a test wants.
import type { Handler } from '../../lib/peer.ts';
import { encode } from '../../lib/wire/codec.ts';
import { Deframer } from '../../lib/wire/deframer.ts';
import type { ErrorFrame, Frame, PayloadFrame, SetupFrame } from '../../lib/wire/frame.ts';
import { encodeRoute } from '../../lib/wire/routing.ts';
import type { SessionOptions } from '../../lib/wire/session.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { channelPair, type MemoryChannel } from './channelPair.ts';
import { bytesOf, endOf, type End } from './sessionPair.ts';
import { VirtualEnv } from './virtualEnv.ts';

/** The frames in what was written. */
export const framesOf = (writes: readonly Uint8Array[]): Frame[] => {
  const frames: Frame[] = [];
  const deframer = new Deframer({ frameBytesMax: 1_024 * 1_024 }, (frame) => void frames.push(frame));
  for (const bytes of writes) deframer.push(bytes);
  return frames;
};

export interface Raw {
  readonly env: VirtualEnv;
  readonly end: End;
  readonly channel: MemoryChannel;
  /** Writes frames, in one chunk, and lets everything come of it. */
  say(...frames: readonly Frame[]): void;
  /** The frames the session has written since this was last asked. */
  heard(): Frame[];
}

const rawEnd = (options: Pick<SessionOptions, 'role' | 'responder' | 'rate'>): Raw => {
  const env = new VirtualEnv();
  const [ours, theirs] = channelPair(env);
  const end = endOf({ peer: 'out-1', ...options, channel: ours, env });
  theirs.bytes$.subscribe({ error: () => undefined });
  let seen = 0;
  return {
    env, end, channel: theirs,
    say: (...frames) => {
      theirs.write(Buffer.concat(frames.map(encode)));
      env.advance(0); // what is too much for one turn is read in the next, at the same moment
    },
    heard: () => {
      env.advance(0);
      const frames = framesOf(ours.writes);
      return frames.slice(seen, (seen = frames.length));
    },
  };
};

/** A head of ours, and a tail by hand. */
export const rawTail = (handlers: Record<string, Handler> = {}, rate?: SessionOptions['rate']): Raw => {
  const responder = { handlerFor: (route: string) => (Object.hasOwn(handlers, route) ? handlers[route] : undefined) };
  return rawEnd({ role: 'head', responder, ...(rate && { rate }) });
};

/** The same, set up and welcomed. */
export const welcomedTail = (handlers: Record<string, Handler> = {}, rate?: SessionOptions['rate']): Raw => {
  const raw = rawTail(handlers, rate);
  raw.say(setUp());
  raw.end.session.welcome(bytesOf('head'));
  raw.heard();
  return raw;
};

/** A tail of ours that has set up, and a head by hand. */
export const ungreetedHead = (): Raw => {
  const raw = rawEnd({ role: 'tail', responder: { handlerFor: () => undefined } });
  raw.end.session.setUp(bytesOf('tail'));
  raw.heard();
  return raw;
};

/** The same, and the head has said hello. */
export const rawHead = (): Raw => {
  const raw = ungreetedHead();
  raw.say(payload(1, 'head', { complete: true }));
  raw.heard();
  return raw;
};

export const setUp = (more: Partial<SetupFrame> = {}): Frame => ({ ...setUpFrame(bytesOf('tail')), ...more });

export const request = (
  type: 'REQUEST_RESPONSE' | 'REQUEST_FNF', stream: number, route: string, data = '',
): Frame => ({ type, stream, follows: false, metadata: encodeRoute(route), data: bytesOf(data) });

export const requestStream = (stream: number, route: string, credits: number): Frame =>
  ({ type: 'REQUEST_STREAM', stream, follows: false, metadata: encodeRoute(route), data: bytesOf(''), credits });

export const payload = (
  stream: number, data: string, more: Partial<PayloadFrame> = {},
): Frame => ({ type: 'PAYLOAD', stream, follows: false, complete: false, next: true, data: bytesOf(data), ...more });

export const error = (stream: number, code: number, data: string): ErrorFrame =>
  ({ type: 'ERROR', stream, code, data: bytesOf(data) });

/** What an ERROR says, parsed. */
export const saidIn = (frame: Frame | undefined): { readonly code: number; readonly [key: string]: unknown } => {
  if (frame?.type !== 'ERROR') throw new TypeError(`not an ERROR: ${frame?.type ?? 'nothing'}`);
  const said = JSON.parse(Buffer.from(frame.data).toString()) as Record<string, unknown>;
  return { ...said, code: frame.code, ...(said['code'] !== undefined && { said: said['code'] }) };
};
