// KEEPALIVE: answers the remote's, and measures how long ours take to come back.
import type { Env } from '../env.ts';
import type { KeepAliveFrame } from './frame.ts';

const PING_BYTES = 8;

/** One ping under way at a time: a remote that does not answer is the heartbeat's business, not ours. */
export class KeepAlive {
  readonly #env: Env;
  #sequence = 0;
  #sentAt: number | undefined;

  constructor(env: Env) {
    this.#env = env;
  }

  /** The next ping, or nothing while one waits for its answer. Its data is its number, so no answer counts twice. */
  ping(): KeepAliveFrame | undefined {
    if (this.#sentAt !== undefined) return undefined;
    const data = Buffer.alloc(PING_BYTES);
    data.writeUInt32BE(++this.#sequence, PING_BYTES - 4);
    this.#sentAt = this.#env.scheduler.now();
    return { type: 'KEEPALIVE', respond: true, data };
  }

  /** @returns the round trip in ms, when this frame answers the ping under way */
  answered(frame: KeepAliveFrame): number | undefined {
    const { data } = frame;
    if (this.#sentAt === undefined || data.length !== PING_BYTES) return undefined;
    if (Buffer.from(data.buffer, data.byteOffset, PING_BYTES).readUInt32BE(PING_BYTES - 4) !== this.#sequence) {
      return undefined;
    }
    const rttMs = Math.max(0, this.#env.scheduler.now() - this.#sentAt);
    this.#sentAt = undefined;
    return rttMs;
  }
}
