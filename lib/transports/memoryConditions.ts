// What a network in memory is like: how long its links take, what they lose, how they cut what is sent.

/** One number for every link, or one for each, by the names of the hosts it leads from and to. */
export type PerLink = number | ((from: string, to: string) => number);

export interface MemoryConditions {
  /** One way, in milliseconds. At 0 everything is still delivered by the scheduler, never in the call itself. */
  readonly latencyMs: PerLink;
  /** Up to so many milliseconds more, drawn for each write; the order of bytes is kept, as TCP keeps it. */
  readonly jitterMs: PerLink;
  /** The share of writes that are lost at first, in [0, 1): each waits for its retransmission, as TCP's do. */
  readonly loss: PerLink;
  /** What a direction of a connection carries; no limit unless given. */
  readonly bytesPerSecond: PerLink;
  /** Deliveries are cut into pieces of 1 to so many bytes, each size drawn; as they were written unless given. */
  readonly chunkBytes?: number;
  /** How much may be under way or unread; beyond it bytes stay with the writer, and `buffered` grows. */
  readonly windowBytes: number;
}

/** About what a kernel holds for one connection before it lets its writer wait. */
const WINDOW_BYTES = 256 * 1_024;

export const calm: MemoryConditions = {
  latencyMs: 0, jitterMs: 0, loss: 0, bytesPerSecond: Infinity, windowBytes: WINDOW_BYTES,
};

/** RFC 6298 asks for 1 s, Linux waits 200 ms: the first retransmission; each further one waits twice as long. */
const RETRANSMIT_MS_MIN = 200;
/** After so many losses in a row the next one gets through: 200 ms x 2^8 is 51 s, and a write must end some time. */
const RETRANSMITS_MAX = 8;

export const valueOn = (value: PerLink, from: string, to: string): number =>
  typeof value === 'number' ? value : value(from, to);

/**
 * How long something sent now takes until it is there, without its own length; in whole milliseconds, as clocks here
 * count. Draws only where chance plays.
 */
export const travelMs = (conditions: MemoryConditions, random: () => number, from: string, to: string): number => {
  const latencyMs = valueOn(conditions.latencyMs, from, to);
  const jitterMs = valueOn(conditions.jitterMs, from, to);
  const loss = valueOn(conditions.loss, from, to);
  let ms = jitterMs > 0 ? latencyMs + jitterMs * random() : latencyMs;
  const retransmitMs = Math.max(RETRANSMIT_MS_MIN, 2 * latencyMs);
  for (let lost = 0; loss > 0 && lost < RETRANSMITS_MAX && random() < loss; lost++) ms += retransmitMs * 2 ** lost;
  return Math.round(ms);
};
