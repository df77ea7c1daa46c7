// A transport like another one, but for what passes over its channels: for who counts it, and for who falsifies it.
import { map, type Observable } from 'rxjs';
import type { Channel, Connection, Listener, Transport } from '../../transport.ts';

/** What becomes of the bytes of one channel. */
export interface Passing {
  /** Instead of writing them. */
  readonly write: (bytes: Uint8Array) => void;
  /** Instead of what comes; all of it as it is, unless given. */
  readonly bytes$?: Observable<Uint8Array>;
}

const channelOf = (channel: Channel, { write, bytes$ = channel.bytes$ }: Passing): Channel => {
  const { identity } = channel;
  return {
    ...(identity === undefined ? {} : { identity }),
    bytes$,
    get buffered() {
      return channel.buffered;
    },
    drained$: channel.drained$,
    write,
    pause: () => channel.pause(),
    resume: () => channel.resume(),
    end: () => channel.end(),
    destroy: () => channel.destroy(),
  };
};

/**
 * @param passing asked once for each channel, with the one that is behind it
 * @example eachChannel(transport, (channel) => ({ write: (bytes) => channel.write(falsified(bytes)) }))
 */
export const eachChannel = (transport: Transport, passing: (channel: Channel) => Passing): Transport => {
  const connectionOf = (connection: Connection): Connection => ({
    remote: connection.remote,
    secure: (expected) =>
      connection.secure(expected).pipe(map((channel) => channelOf(channel, passing(channel)))),
    destroy: () => connection.destroy(),
  });
  return {
    ...transport,
    listen: (local) => transport.listen(local).pipe(map((listener): Listener =>
      ({ ...listener, connection$: listener.connection$.pipe(map(connectionOf)) }))),
    dial: (remote) => transport.dial(remote).pipe(map(connectionOf)),
  };
};
