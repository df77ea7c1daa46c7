// Sockets of somebody who keeps to no rules: plain ones, and TLS ones with a key, that write whatever bytes they like.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { encode } from '../../../lib/wire/codec.ts';
import type { Frame } from '../../../lib/wire/frame.ts';
import { setUpFrame } from '../../../lib/wire/setUp.ts';
import { framesOf, request } from '../../support/rawEnd.ts';
import { helloOf, someone, tlsOptions, type Someone } from '../../support/stranger.ts';

/** Waits for something, while the target has its turns. */
export type Until = (condition: () => boolean, what: string) => Promise<void>;

/** One connection of an attacker's. */
export class Line {
  readonly socket: Socket;
  readonly chunks: Buffer[] = [];
  closed = false;
  readonly #until: Until;

  constructor(socket: Socket, until: Until) {
    this.#until = until;
    this.socket = socket.on('error', () => undefined).on('close', () => (this.closed = true));
  }

  /** Reads what comes, and keeps it. */
  listen(): this {
    this.socket.on('data', (bytes: Buffer) => this.chunks.push(bytes));
    return this;
  }

  get frames(): readonly Frame[] {
    return framesOf(this.chunks);
  }

  say(...frames: readonly Frame[]): void {
    this.socket.write(Buffer.concat(frames.map(encode)));
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  async isCut(): Promise<void> {
    await this.#until(() => this.closed, 'the end of the line');
  }
}

/** All that an attacker has opened at one port. */
export class Attacker {
  readonly #port: number;
  readonly #until: Until;
  readonly lines: Line[] = [];

  constructor(port: number, until: Until) {
    this.#port = port;
    this.#until = until;
  }

  /** TCP, and nothing said. @param from whose address of this machine's loopback */
  plain(from = '127.0.0.1'): Line {
    return this.#keep(connectTcp({ port: this.#port, host: '127.0.0.1', localAddress: from }));
  }

  /** A TLS connection as an honest node would open it, or not quite. */
  tls(me: Someone, more: ConnectionOptions = {}): Line {
    return this.#keep(connectTls({ ...tlsOptions(me, this.#port), ...more }));
  }

  /** TLS, SETUP and the head's hello, as of an honest node: what follows is not. */
  async welcomed(me?: Someone, more: object = {}): Promise<Line> {
    const who = me ?? await someone();
    const line = this.tls(who).listen();
    line.say(setUpFrame(helloOf(who.id, more)), request('REQUEST_RESPONSE', 1, 'millrace.hello'));
    await this.#until(() => line.closed || line.frames.some(({ type }) => type === 'PAYLOAD'), 'the welcome');
    if (line.closed) throw new Error('turned away');
    return line;
  }

  leave(): void {
    for (const { socket } of this.lines.splice(0)) socket.destroy();
  }

  #keep(socket: Socket): Line {
    const line = new Line(socket, this.#until);
    this.lines.push(line);
    return line;
  }
}
