// The limits of the wire, each with its reason. Whoever passes one is told so by name: `docs/protocol.md` lists them.

export const KIB = 1_024;
export const MIB = 1_024 * KIB;

/** What a Deframer allows: the longest frame, in bytes, without its 3-byte length. */
export interface FrameLimits {
  readonly frameBytesMax: number;
}

/** A SETUP with a hello takes under 2 KiB; who is not known yet gets no more memory than a page. */
export const FRAME_BYTES_BEFORE_HELLO = 4 * KIB;

/** Large writes are 1.6 to 2 times as fast as 16 KiB ones, and above 256 KiB nothing more is won. */
export const FRAME_BYTES_MAX = 256 * KIB;

/** As far as configuration may raise it: beyond that one frame holds up every other stream of its connection. */
export const FRAME_BYTES_HARD_MAX = MIB;

/** The shortest limit a sender may fragment to: below it the headers outweigh what they carry. */
export const FRAME_BYTES_MIN = 64;

/**
 * A message put together from its fragments, metadata and data. As much as may be unsent to one peer, since an answer
 * is handed over whole; what is longer is a REQUEST_STREAM, whose credits let the receiver set the pace.
 */
export const MESSAGE_BYTES_MAX = MIB;

/** Unfinished messages of one peer, in messages of full size: 4 such peers are the budget of the whole node. */
export const REASSEMBLY_MESSAGES_MAX = 4;

/**
 * Started frames and unfinished messages over all peers, as `held` counts them: 64 frames of full size. What is put
 * together from them is in memory twice for a moment, and what was until it is collected.
 */
export const PARTIAL_BYTES_ALL_PEERS_MAX = 16 * MIB;

/** A started frame is complete by then, or its sender is stalling. */
export const FRAME_STARTED_MS_MAX = 10_000;

/** And meanwhile it comes at least as fast as this: slower than any modem, so only an attack is. */
export const FRAME_BYTES_PER_SECOND_MIN = KIB;

/** Per peer and direction, of the application. One more is answered REJECTED; it bounds every map keyed by a stream. */
export const REQUESTS_IN_FLIGHT_MAX = 256;

/** The same for the protocol's own: a watch, a beat, a push, and what a comparison of maps asks side by side. */
export const OWN_REQUESTS_IN_FLIGHT_MAX = 32;

/** For one answer, unless the caller says otherwise: 40 round trips around the world. Streams have none. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** Unsent bytes of one peer at which whoever produces for it pauses: one frame of full size. */
export const UNSENT_BYTES_SOFT_MAX = 256 * KIB;

/** Unsent bytes of one peer at which it is a slow reader: four times the size at which all producers paused. */
export const UNSENT_BYTES_HARD_MAX = MIB;

/** How long a goodbye may take to leave: a retransmission or two. */
export const GOODBYE_MS_MAX = 2_000;

/** `heard` is told at most this often: whoever waits for silence waits for many times as long. */
export const HEARD_EVERY_MS = 1_000;

/** A tag of `message/x.rsocket.routing.v0` has one byte for its length. */
export const ROUTE_BYTES_MAX = 255;

/** A MIME type of SETUP has one byte for its length. */
export const MIME_BYTES_MAX = 255;
