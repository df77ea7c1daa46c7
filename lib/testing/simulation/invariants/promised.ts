// What a node promises, in numbers of its own: were they read from the code they are about, a wrong one there would be
// right here as well.
import type { Phase } from '../../../event.ts';

/** How long each phase of a connection may take; milliseconds. A goodbye has 2 s, and no channel here fails to end. */
export const PHASE_MS: Readonly<Partial<Record<Phase, number>>> = {
  dialling: 5_000, accepted: 5_000, securing: 5_000, greeting: 5_000, greeted: 10_000, closing: 2_000,
};

/** What a node that stops has taken on may take so long to be answered, before it says goodbye to whoever asked. */
export const LAST_ANSWERS_MS = 5_000;

/** The limits of the default guards. */
export const LIMITS = { outgoing: 16, dialling: 4, incoming: 64, handshakes: 65, perGroupOutgoing: 2 } as const;

/** The default back-off: doubled from a second, up to ten minutes, and up to half of it left to chance. */
export const WAIT_MS = { first: 1_000, max: 600_000, factor: 2, jitter: 0.5 } as const;

/** Of two connections of one boot: how long the older one has to answer. */
export const CONTEST_MS = 3_000;

/** Quiet before it is asked, and its patience; both of the default heartbeat. */
export const SILENCE_MS = 15_000 + 30_000;

/** The heartbeat and the monitors are looked after so often. */
export const TICK_MS = 1_000;

/** What is due on a tick takes a turn or two, and the tick itself may be a little late. */
export const GRACE_MS = 1_500;
