// How much of a node the world of HTTP may take: its dashboards and scrapers never cost the peers anything.

/** A few browsers, scrapers and probes; what comes beyond takes the place of who has waited longest without asking. */
export const CONNECTIONS_MAX = 128;

/** Of one address, an IPv6 /64 being one: a browser opens six, and nobody takes the places of all others. */
export const CONNECTIONS_PER_ADDRESS_MAX = 16;

/** Requests of one connection that are being answered: more are sent ahead by nobody who reads the answers. */
export const PIPELINED_MAX = 8;

/** A browser says some 1 KiB of itself; Node's own limit is twice this. */
export const HEADER_BYTES_MAX = 8_192;

/** From the first byte of a connection to the end of a request's headers, and to the end of the whole request. */
export const HEADERS_MS_MAX = 5_000;
export const REQUEST_MS_MAX = 10_000;

/** How often the two are looked at; Node's 30 s would make ten seconds forty. */
export const CHECK_MS = 1_000;

/** A scraper comes back after ten or fifteen seconds, and may as well open another connection. */
export const KEEP_ALIVE_MS = 5_000;

/** A connection on which nothing moves: an answer that nobody reads is let go of. A stream's beats come before. */
export const SILENT_MS_MAX = 20_000;

/** Requests on one connection. */
export const REQUESTS_PER_CONNECTION_MAX = 1_000;

/** Of answers that were given and not read yet, all connections together: past it, others are told to come back. */
export const UNREAD_BYTES_MAX = 33_554_432;

/** As on the control socket: a host name has at most 253 characters, with an id and a port some forty more. */
export const SUBJECT_CHARS_MAX = 320;

/** What of a bad value an error shows. */
export const SHOWN_CHARS_MAX = 80;

/** Streams of events at once, and of one address: a browser tab has one. */
export const STREAMS_MAX = 16;
export const STREAMS_PER_ADDRESS_MAX = 8;

/** Of a stream that is not read as fast as things happen; past it the reader is dropped, and may resume. */
export const STREAM_UNREAD_BYTES_MAX = 1_048_576;

/** Of a stream, before it is sent no more reports: it gets the one that is true when it has read. */
export const STREAM_WAITING_BYTES_MAX = 65_536;

/** Entries that a reader who was away can catch up on: minutes, and some 300 KiB. */
export const RESUMED_MAX = 1_024;
export const RESUMED_BYTES_MAX = 524_288;

/** Reports are sent at most this often, however much happens. */
export const REPORT_MS = 1_000;

/** Proxies cut what is silent for a minute. A reader who has taken nothing since the last one is gone. */
export const STREAM_BEAT_MS = 15_000;

/** How soon a browser connects again. */
export const STREAM_RETRY_MS = 2_000;
