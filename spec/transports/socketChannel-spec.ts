// What a socket is given at once, and what becomes of the rest.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect } from 'chai';
import { GIVEN_BYTES_MAX, SocketChannel } from '../../lib/transports/socketChannel.ts';

/** A network that takes what it is given when it is told to. */
class SlowSocket extends Duplex {
  readonly taken: Buffer[] = [];
  #take: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: true, decodeStrings: true });
  }

  override _read(): void {
    // nothing comes
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#take = () => {
      this.taken.push(bytes);
      done();
    };
  }

  /** Until nothing is left, all turns included; looks at what it has been given each time. */
  async takeAll(look: () => void): Promise<void> {
    for (let take = this.#take; take !== undefined; take = this.#take) {
      this.#take = undefined;
      look();
      take();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const pattern = (length: number, from: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (from + at) % 251));

describe('a channel over a socket', () => {
  const make = (): { socket: SlowSocket; channel: SocketChannel } => {
    const socket = new SlowSocket();
    return { socket, channel: new SocketChannel(socket as unknown as Socket, '192.0.2.1:7000') };
  };

  it('gives it 128 KiB at most, all in order, and is drained once, and ends when all was taken', async () => {
    const { socket, channel } = make();
    const [drained, ended]: [number[], number[]] = [[], []];
    channel.drained$.subscribe(() => drained.push(channel.buffered));
    socket.on('finish', () => ended.push(socket.taken.length));
    const sizes = [1, 1_000, GIVEN_BYTES_MAX, 1_000_000, 7, GIVEN_BYTES_MAX + 1, 0, 5];
    const parts = sizes.map((size, at) => pattern(size, at));
    for (const part of parts) channel.write(part);
    const all = Buffer.concat(parts);
    expect(channel.buffered).to.equal(all.length);
    channel.end();
    channel.write(Buffer.from('too late'));
    const given: number[] = [];
    await socket.takeAll(() => given.push(socket.writableLength));
    expect(Math.max(...given)).to.equal(GIVEN_BYTES_MAX);
    expect(Buffer.concat(socket.taken).equals(all)).to.equal(true);
    expect([drained, ended.length, channel.buffered]).to.deep.equal([[0], 1, 0]);
    channel.destroy();
  });

  it('lets go of what waits when it is destroyed', () => {
    const { socket, channel } = make();
    channel.write(pattern(4 * GIVEN_BYTES_MAX, 0));
    expect(channel.buffered).to.equal(4 * GIVEN_BYTES_MAX);
    channel.destroy();
    expect(channel.buffered).to.equal(0);
    expect(socket.destroyed).to.equal(true);
  });
});
