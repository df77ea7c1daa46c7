// Connections of an attacker who opens them again as soon as they are cut, as many at once as it is told.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { encode } from '../../lib/wire/codec.ts';
import { Deframer } from '../../lib/wire/deframer.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { FRAME_BYTES_HARD_MAX } from '../../lib/wire/limits.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { request } from '../../spec/support/rawEnd.ts';
import { helloOf, someone, tlsOptions, type Someone } from '../../spec/support/stranger.ts';

/** What an attacker counts. */
export interface Tally {
  opened: number;
  welcomed: number;
  cut: number;
  sentBytes: number;
}

export interface Target {
  readonly port: number;
  readonly id: string;
}

/** How soon it comes back. */
const AGAIN_MS = 20;
/** Of 127.0.0.0/8, all of which is this machine: as many owners of addresses as an attack is given. */
const addressOf = (owner: number): string => `127.${1 + (owner >> 14)}.${(owner >> 7) & 127}.${1 + (owner & 127)}`;

export class Foe {
  readonly tally: Tally = { opened: 0, welcomed: 0, cut: 0, sentBytes: 0 };
  readonly #target: Target;
  readonly #sockets = new Set<Socket>();
  #owner = 0;
  #owners: number;

  /** @param owners how many addresses it comes from */
  constructor(target: Target, owners: number) {
    this.#target = target;
    this.#owners = owners;
  }

  /** So many connections of TCP at once, for ever. */
  plain(count: number, opened: (socket: Socket) => void): void {
    this.#again(count, () => {
      const { port } = this.#target;
      const socket = connectTcp({ port, host: '127.0.0.1', localAddress: addressOf(this.#next()) });
      socket.once('connect', () => opened(socket));
      return socket;
    });
  }

  /** The same over TLS, with a key of its own for each. */
  async tls(count: number, opened: (socket: Socket, me: Someone) => void): Promise<void> {
    const people = await Promise.all(Array.from({ length: count }, someone));
    this.#again(count, (at) => {
      const me = people[at];
      if (me === undefined) throw new RangeError(`no key ${at}`);
      const from = { localAddress: addressOf(this.#next()) };
      const socket = connectTls({ ...tlsOptions(me, this.#target.port), ...from } as ConnectionOptions);
      socket.once('secureConnect', () => opened(socket, me));
      return socket;
    });
  }

  /** The same, with SETUP and hello: what it does once it is welcome is for `then`. */
  guests(count: number, then: (socket: Socket, on: (heard: (frame: Frame) => void) => void) => void): Promise<void> {
    return this.tls(count, (socket, me) => {
      let heard = (_frame: Frame): void => undefined;
      let isWelcome = false;
      const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_HARD_MAX }, (frame) => {
        if (!isWelcome && frame.type === 'PAYLOAD') {
          isWelcome = true;
          this.tally.welcomed += 1;
          then(socket, (listener) => (heard = listener));
        } else heard(frame);
      });
      socket.on('data', (bytes: Buffer) => deframer.push(bytes));
      this.say(socket, setUpFrame(helloOf(me.id)), request('REQUEST_RESPONSE', 1, 'millrace.hello'));
    });
  }

  /** @returns false when it should wait for `drain` */
  say(socket: Socket, ...frames: readonly Frame[]): boolean {
    return this.write(socket, Buffer.concat(frames.map(encode)));
  }

  write(socket: Socket, bytes: Uint8Array): boolean {
    if (!socket.writable) return true;
    this.tally.sentBytes += bytes.length;
    return socket.write(bytes);
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #next(): number {
    return (this.#owner = (this.#owner + 1) % this.#owners);
  }

  #again(count: number, open: (at: number) => Socket): void {
    const next = (at: number): void => {
      const socket = open(at).on('error', () => undefined);
      this.tally.opened += 1;
      this.#sockets.add(socket);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.tally.cut += 1;
        setTimeout(() => next(at), AGAIN_MS);
      });
    };
    for (let at = 0; at < count; at++) next(at);
  }
}
