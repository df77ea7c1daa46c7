// How long each phase of a connection may take. Absolute: counted from the start of the phase, and no byte that comes
// in moves it, so that dripping bytes keeps nobody alive.
import type { Phase } from '../event.ts';

export const DEADLINES_MS: Readonly<Partial<Record<Phase, number>>> = {
  dialling: 5_000,
  // What was accepted is judged within the same turn; this is for a node too busy to take turns.
  accepted: 5_000,
  securing: 5_000,
  greeting: 5_000,
  // A contest between two connections of one node is settled in 3 s, on a heartbeat's tick.
  greeted: 10_000,
  // The session ends it after 2 s; this is for a channel that does not even end.
  closing: 5_000,
};
