// Signs of life of one connection, both ways: pings and their answers, and word that something was heard.
import type { Env } from '../env.ts';
import type { Frame, KeepAliveFrame } from './frame.ts';
import { KeepAlive } from './keepAlive.ts';
import { HEARD_EVERY_MS } from './limits.ts';
import type { Signal } from './session.ts';

export interface Pulsing {
  send(frame: Frame): void;
  tell(signal: Signal): void;
}

export class Pulse {
  readonly #env: Env;
  readonly #to: Pulsing;
  readonly #keepAlive: KeepAlive;
  #heardAt = -Infinity;

  constructor(env: Env, to: Pulsing) {
    this.#env = env;
    this.#to = to;
    this.#keepAlive = new KeepAlive(env);
  }

  /** Bytes have come. */
  felt(): void {
    if (this.#env.scheduler.now() - this.#heardAt >= HEARD_EVERY_MS) this.#heard({ type: 'heard' });
  }

  ping(): void {
    const ping = this.#keepAlive.ping();
    if (ping !== undefined) this.#to.send(ping);
  }

  take(frame: KeepAliveFrame): void {
    if (frame.respond) {
      this.#to.send({ type: 'KEEPALIVE', respond: false, data: frame.data });
      return;
    }
    const rttMs = this.#keepAlive.answered(frame);
    if (rttMs !== undefined) this.#heard({ type: 'heard', rttMs });
  }

  #heard(signal: Signal): void {
    this.#heardAt = this.#env.scheduler.now();
    this.#to.tell(signal);
  }
}
