// A transport that counts what a node sends: bytes, and how often something that is looked for is in them.
import { eachChannel } from '../../lib/testing/simulation/eachChannel.ts';
import type { Transport } from '../../lib/transport.ts';

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

/** @example node({ transport: counted(network.transport({ host, node }), traffic), ... }) */
export const counted = (transport: Transport, traffic: Traffic): Transport =>
  eachChannel(transport, (channel) => ({
    write: (bytes) => {
      traffic.wrote(bytes);
      channel.write(bytes);
    },
  }));
