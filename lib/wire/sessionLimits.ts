// The bounds of a session beyond those of the wire in `limits.ts`, each with its reason.

/** What our SETUP promises. The heartbeat pings sooner; a stranger's server may hold us to these. */
export const KEEP_ALIVE_MS = 15_000;
export const LIFETIME_MS = 45_000;

/** What people read of a remote's words, in characters: a line. */
export const DETAIL_CHARS_MAX = 200;

/** The longest a remote's hint to come back later is believed: a day. */
export const RETRY_AFTER_MS_MAX = 86_400_000;

/** Values of a stream under way: enough to fill a fast network between two top-ups, and 32 MiB at the very worst. */
export const CREDITS_DEFAULT = 128;

/** `REQUEST_N` counts to 2^31 - 1, and that much means "without end". */
export const CREDITS_MAX = 0x7fff_ffff;

/** Stream ids have 31 bits; the tail's are odd. */
export const STREAM_ID_MAX = 0x7fff_ffff;

/**
 * Requests per second that one tail may begin. Several times what one core can answer, so it never slows an honest
 * peer of a fast machine, and yet ends one that begins requests without ever taking the answers. An operator may set it
 * lower.
 */
export const REQUESTS_PER_SECOND_MAX = 2_000_000;
export const REQUESTS_BURST_MAX = 100_000;

/** Refusals for being too many, within this time, after which a tail is not careless any more: `flooded`. */
export const REFUSALS_MAX = 1_000;
export const REFUSALS_WITHIN_MS = 10_000;

/** What a tail that has too many requests under way is told to wait: about as long as a request takes. */
export const RETRY_AFTER_MS = 100;

/** Frames a tail may send ahead of its welcome: one request for the hello, and a few of a stranger's client. */
export const HELD_FRAMES_MAX = 16;

/** What a handler emits beyond the credits, per stream, in values. */
export const STREAM_VALUES_HELD_MAX = 16_384;

/**
 * Answers that wait for a tail, behind what the network holds of them, at which it is not read: one frame of full size.
 * One answer alone may be longer.
 */
export const WAITING_BYTES_MAX = 256 * 1_024;

/** What the paused producers of one connection may have in hand: 256 answers of 64 KiB. By reference, not copied. */
export const HELD_BYTES_MAX = 16 * 1_024 * 1_024;

/** The same over all connections of the process; past it, whoever has left most unread is closed. */
export const HELD_BYTES_ALL_MAX = 32 * 1_024 * 1_024;

/** How long a connection may stand paused without taking a single byte. */
export const STALLED_MS_MAX = 10_000;

/** One allocation for many small frames of many connections; each is a slice of it until it is used up. */
export const SLAB_BYTES = 64 * 1_024;

/** From here on a body is written as it is: the copy would cost more than one more write. */
export const BY_REFERENCE_BYTES_MIN = 16 * 1_024;

/** How long one LEASE lasts; it is renewed when half of it is over. */
export const LEASE_MS = 60_000;

/** How long a started frame may be slower than it must: a lost packet is sent again after 1 s, then 2 s (RFC 6298). */
export const FRAME_GRACE_MS = 3_000;

/** Frames a second that ask for nothing new: as many as requests, since a stream of few credits has one for a value. */
export const SPARE_FRAMES_PER_SECOND_MAX = REQUESTS_PER_SECOND_MAX;
export const SPARE_FRAMES_BURST_MAX = REQUESTS_BURST_MAX;

/** KEEPALIVEs a second that want an answer: each is a write of ours. Once in some seconds is what they are for. */
export const KEEPALIVES_PER_SECOND_MAX = 100;
export const KEEPALIVES_BURST_MAX = 200;
