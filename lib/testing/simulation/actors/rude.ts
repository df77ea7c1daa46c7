// Strangers that never get as far as a hello, or only pretend to.
import { catchError, EMPTY, ignoreElements, merge, switchMap, takeUntil, tap, timer, type Observable } from 'rxjs';
import { PROTOCOL_VERSION, type Hello } from '../../../hello.ts';
import type { Channel, Connection } from '../../../transport.ts';
import { encode } from '../../../wire/codec.ts';
import { setUpFrame } from '../../../wire/setUp.ts';
import { calling, helloOf, type Actor, type Stage } from './actor.ts';

const CALL_EVERY_MS = 400;
const GARBAGE_BYTES_MAX = 5_000;

/** Everything the remote says, unheard; ends when it does. */
export const listening = (channel: Channel): Observable<never> => channel.bytes$.pipe(ignoreElements());

/** Writes it, and stays for as long as it is let. */
const saying = (bytes: (channel: Channel) => Uint8Array) => (channel: Channel): Observable<unknown> => {
  channel.write(bytes(channel));
  return listening(channel);
};

const noise = ({ chance }: Stage): Uint8Array =>
  Uint8Array.from({ length: 1 + Math.floor(chance() * GARBAGE_BYTES_MAX) }, () => Math.floor(chance() * 256));

export const garbage: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(() => noise(stage)));

/** A frame of 16 MiB is announced. */
export const oversize: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(() => Uint8Array.of(0xff, 0xff, 0xff, 0, 0)));

export const mute: Actor = (stage) => calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, listening);

const setUp = (stage: Stage, more: Partial<Hello> = {}) => (channel: Channel): Uint8Array =>
  encode(setUpFrame(helloOf(stage, channel, more)));

/** A byte a second of what would be a good beginning. */
export const drip: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, (channel) => {
    const bytes = setUp(stage)(channel);
    return merge(
      listening(channel),
      timer(0, 1_000, stage.world.env.scheduler).pipe(tap((at) => channel.write(bytes.subarray(at, at + 1)))),
    ).pipe(takeUntil(timer(60_000, stage.world.env.scheduler)));
  });

/** Says that it is one of the honest. */
export const impostor: Actor = (stage) => {
  const { inhabitants } = stage.world;
  const named = inhabitants[Math.floor(stage.chance() * inhabitants.length)];
  return calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(setUp(stage, named && { id: named.id })));
};

export const otherNetwork: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(setUp(stage, { network: 'elsewhere' })));

/** Speaks another version of the protocol. */
export const otherVersion: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(setUp(stage, { version: PROTOCOL_VERSION + 1 })));

/** A nonce of another channel: a hello that was overheard. */
export const replayer: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: false }, saying(setUp(stage, { nonce: 'A'.repeat(43) })));

/** A good beginning, a good hello, and gone: again and again. */
export const quitter: Actor = (stage) =>
  calling(stage, { everyMs: 200, mayOpen: true }, (channel) => {
    channel.write(setUp(stage)(channel));
    channel.end();
    return stage.chance() < 0.5 ? EMPTY : listening(channel);
  });

/** Connects, and does not even begin to prove who it is. */
export const unproven: Actor = (stage) => {
  const { world, host } = stage;
  const transport = world.network.transport({ host });
  const all = world.inhabitants;
  const held = new Set<Connection>();
  const calls = timer(0, CALL_EVERY_MS, world.env.scheduler).pipe(
    // switchMap: whoever has not answered by the next call is not waited for
    switchMap((at) => {
      const endpoint = all[at % all.length]?.endpoint ?? '';
      return transport.dial(endpoint).pipe(catchError((_error: unknown) => EMPTY));
    }),
    tap((connection) => held.add(connection)),
  );
  const playing = calls.subscribe();
  playing.add(() => held.forEach((connection) => connection.destroy()));
  return playing;
};
