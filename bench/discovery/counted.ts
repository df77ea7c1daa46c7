// A transport that counts what a node sends: bytes, and how often something that is looked for is in them.
import { map } from 'rxjs';
import type { Channel, Connection, Listener, Transport } from '../../lib/transport.ts';

export class Traffic {
  /** Of the channels: TLS, TCP and IP come on top of it. */
  bytes = 0;
  /** How often `wanted` was sent. */
  found = 0;
  /** Who counts may look for something: the signature of a record, say. */
  wanted: Buffer | undefined;

  wrote(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    if (this.wanted === undefined) return;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = text.indexOf(this.wanted); at >= 0; at = text.indexOf(this.wanted, at + 1)) this.found += 1;
  }
}

const channelOf = (channel: Channel, traffic: Traffic): Channel => ({
  get identity() {
    return channel.identity;
  },
  bytes$: channel.bytes$,
  get buffered() {
    return channel.buffered;
  },
  drained$: channel.drained$,
  write: (bytes) => {
    traffic.wrote(bytes);
    channel.write(bytes);
  },
  pause: () => channel.pause(),
  resume: () => channel.resume(),
  end: () => channel.end(),
  destroy: () => channel.destroy(),
}) as Channel;

const connectionOf = (connection: Connection, traffic: Traffic): Connection => ({
  remote: connection.remote,
  secure: (expected) => connection.secure(expected).pipe(map((channel) => channelOf(channel, traffic))),
  destroy: () => connection.destroy(),
});

/** @example node({ transport: counted(network.transport({ host, node }), traffic), ... }) */
export const counted = (transport: Transport, traffic: Traffic): Transport => ({
  ...transport,
  listen: (local) => transport.listen(local).pipe(map((listener): Listener => ({
    ...listener, connection$: listener.connection$.pipe(map((connection) => connectionOf(connection, traffic))),
  }))),
  dial: (remote) => transport.dial(remote).pipe(map((connection) => connectionOf(connection, traffic))),
});
